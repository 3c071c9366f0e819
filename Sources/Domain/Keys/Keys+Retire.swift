package import Credentials
import Foundation
import Postgres

extension Keys {
    /// Ends a key's signing; what it signed holds on. The one that stood by signs from now on, and a new one stands by.
    ///
    /// - Throws: `key-unknown`, and `key-not-active` for one that does not sign.
    package func retire(_ name: KeyName, by actor: Actor) async throws -> [Key] {
        try await end(name, by: actor) { key, connection in
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
        }
    }

    /// Says that somebody else may have a key: from now on nothing that it signed is believed. If it signed, the one that
    /// stood by does from now on.
    ///
    /// - Throws: `key-unknown`, `key-compromised-already`.
    package func compromise(_ name: KeyName, because words: String, by actor: Actor) async throws -> [Key] {
        let reason = try StaffReason(.other, words)
        return try await end(name, by: actor) { key, connection in
            guard key.state != .compromised else {
                throw Refusal.conflict("key-compromised-already", "\(name) was said to be compromised already.")
            }
            try connection.execute(
                """
                UPDATE signing_key
                SET state = 'compromised', compromised_at = registrar_clock()
                WHERE name = \(name.rawValue)
                """
            )
            try connection.audit(
                "key.compromise",
                "signing_key",
                nil,
                by: actor,
                ["name": name.rawValue, "was": key.state.rawValue, "reason": reason.words]
            )
        }
    }

    private func end(
        _ name: KeyName,
        by actor: Actor,
        _ verb: @escaping @Sendable (Key, Connection) throws -> Void
    ) async throws -> [Key] {
        try actor.require(.runInstitute)
        let folder = folder
        return try await store.write { connection in
            try connection.lockKeys()
            guard let key = try connection.keys().first(where: { $0.name == name }) else {
                throw Refusal.notFound("key-unknown", "There is no key \(name); `registrar key list` shows them.")
            }
            try verb(key, connection)
            try connection.complete(key.kind, in: folder, by: actor)
            try connection.enterKeysIfChanged()
            return try connection.keys()
        }
    }
}
