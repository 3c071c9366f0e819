import Credentials
import Foundation
import Postgres

/// The public register: holders of active certificates who said, by a mailed link, that they want to be found.
package struct Register: Sendable {
    let store: Store
    let secrets: Secrets

    /// One holder as anybody may find them; no address is in it.
    package struct Listing: Decodable, Sendable {
        let id: CertificateID
        let prefix: String
        package let name: String
        let credential: String
        let isTest: Bool
        package let city: String?

        package var printedID: String { id.printed(prefix: prefix) }
        package var title: String { (isTest ? "TEST " : "") + credential }
    }

    /// How many are found now.
    package func count() async throws -> Int {
        try await store.read {
            try $0.one(
                """
                SELECT count(*)
                FROM register_entry AS entry
                JOIN certificate ON certificate.id = entry.certificate_id
                WHERE \(Self.isShown)
                """
            )
        }
    }

    /// Shown is who is active as of now: what ended, or was suspended, goes at once, and comes back with it.
    static let isShown: SQL = """
        (
            certificate.state = 'active' AND certificate.erased_at IS NULL
            AND (certificate.valid_until IS NULL OR certificate.valid_until > (SELECT registrar_clock()))
        )
        """
}

extension Connection {
    /// Puts a certificate's words anew as its name and its city are now; one that is not in the register stays out.
    func foldRegisterEntry(of id: CertificateID) throws {
        struct Shown: Decodable {
            let name: String
            let credential: String
            let programCode: String
            let city: String?
        }
        let shown: Shown? = try first(
            """
            SELECT
                certificate.name, coalesce(certificate.credential_name, program_version.name) AS credential,
                program.code AS program_code, entry.city
            FROM register_entry AS entry
            JOIN certificate ON certificate.id = entry.certificate_id
            JOIN program_version ON program_version.id = certificate.program_version_id
            JOIN program ON program.id = program_version.program_id
            WHERE entry.certificate_id = \(id.rawValue)
            """
        )
        guard let shown else { return }
        let words = [shown.name, shown.credential, shown.programCode, shown.city ?? ""].map(Folding.allWords)
        try execute(
            """
            UPDATE register_entry
            SET words = array_to_tsvector(\(words.reduce(into: Set()) { $0.formUnion($1) }.sorted())),
                sort_key = \(Folding.words(of: shown.name).joined(separator: " "))
            WHERE certificate_id = \(id.rawValue)
            """
        )
    }
}
