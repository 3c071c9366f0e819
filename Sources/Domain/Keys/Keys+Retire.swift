package import Credentials
import Foundation
import Postgres

extension Keys {
    /// Ends a key's signing; what it signed holds on. The one that stood by signs from now on, and a new one stands by.
    ///
    /// - Throws: `key-unknown`, and `key-not-active` for one that does not sign.
    package func retire(_ name: KeyName, by actor: Actor) async throws -> [Key] {
        try actor.require(.runInstitute)
        let folder = folder
        return try await store.write { connection in
            try connection.lockKeys()
            let key = try connection.key(name)
            guard key.state == .active else {
                throw Refusal.conflict(
                    "key-not-active",
                    "\(name) is \(key.state.rawValue): only the key that signs now can be retired."
                )
            }
            try connection.execute(
                """
                UPDATE signing_key
                SET
                    state = 'retired',
                    retired_at = registrar_clock(),
                    needed_until = (
                        SELECT CASE
                            WHEN bool_or(certificate_version.valid_until IS NULL) THEN NULL
                            -- The lists of revocations that it signed hold for two weeks.
                            ELSE greatest(
                                max(certificate_version.valid_until),
                                registrar_clock() + \(StatusListCredential.secondsValid) * interval '1 second'
                            )
                        END
                        FROM certificate_version
                        WHERE signing_key.name IN (certificate_version.jwt_key, certificate_version.proof_key)
                    )
                WHERE name = \(name.rawValue)
                """
            )
            try connection.audit("key.retire", "signing_key", nil, by: actor, ["name": name.rawValue])
            try connection.fill(key.kind, in: folder, by: actor)
            try connection.enterKeysIfChanged()
            return try connection.keys()
        }
    }
}
