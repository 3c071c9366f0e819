import Crypto
import Foundation
import Postgres

extension EmailAddress {
    /// HMAC-SHA256 of the normalised address: what an address is suppressed by, also when nobody knows it any more.
    ///
    /// Of a row from before domains had one spelling it is the digest that the address has today.
    func digest(with key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Data(inOneSpelling.rawValue.utf8), using: key))
    }
}

extension Connection {
    /// Writes the digests of people's addresses where they are missing, so that the database can tell who is suppressed.
    func keepDigests(of people: [PersonID], with key: SymmetricKey) throws {
        struct Row: Decodable {
            let id: PersonID
            let email: EmailAddress
        }
        let rows: [Row] = try all(
            """
            SELECT id, email
            FROM person
            WHERE id = ANY(\(people)) AND address_digest IS NULL AND erased_at IS NULL AND email NOT LIKE 'legacy:%'
            ORDER BY id
            """
        )
        guard !rows.isEmpty else { return }
        try execute(
            """
            UPDATE person
            SET address_digest = keyed.digest
            FROM unnest(\(rows.map(\.id)), \(rows.map { $0.email.digest(with: key) })) AS keyed (id, digest)
            WHERE person.id = keyed.id
            """
        )
    }
}
