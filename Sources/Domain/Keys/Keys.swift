package import Credentials
import Foundation
import Postgres

/// The issuer's keys. One of each kind signs, and the next one is public long before its first signature.
package struct Keys: Sendable {
    let store: Store
    package let folder: KeyFolder

    package func list(by actor: Actor) async throws -> [Key] {
        try actor.require(.runInstitute)
        return try await store.read { try $0.keys() }
    }

    /// What anyone may know: all keys with their states, under the issuer's address.
    package func ring() async throws -> KeyRing {
        try await store.read { try $0.keyRing() }
    }

    /// The database's time, for what is said about a ring now.
    package func now() async throws -> Instant {
        Instant(try await store.read { try $0.one("SELECT registrar_clock()") })
    }
}

extension Connection {
    func keys() throws -> [Key] {
        try all(
            """
            SELECT
                signing_key.name, signing_key.kind, signing_key.state, signing_key.created_at,
                signing_key.activated_at, signing_key.retired_at, signing_key.needed_until,
                signing_key.compromised_at, signing_key.jwk::text AS jwk
            FROM signing_key
            ORDER BY signing_key.kind, signing_key.created_at, signing_key.name
            """
        )
    }

    func keyRing() throws -> KeyRing {
        KeyRing(address: try institute().address, keys: try keys().map { try $0.published() })
    }
}

extension Institute {
    /// The public address as certificates hold it.
    package var address: PublicAddress {
        get throws {
            guard let address = PublicAddress(publicUrl) else {
                throw Refusal.conflict(
                    "public-url-unfit",
                    "The public address \(publicUrl) cannot stand in a certificate; change it with `institute set`."
                )
            }
            return address
        }
    }
}
