import Credentials
import Foundation
import Postgres

extension Certificates {
    /// Imported certificates that are signed in one transaction.
    private static let importedAtOnce = 50

    /// Of an old certificate: its term goes on, it may hold, and nothing was signed of it yet.
    static let isToSign: SQL = """
        (
            certificate.version = 0 AND certificate.state IN ('active', 'suspended') AND certificate.erased_at IS NULL
            AND (certificate.valid_until IS NULL OR certificate.valid_until > (SELECT registrar_clock()) + interval '2 seconds')
        )
        """

    /// Signs what was imported in term and has no version yet; true when there may be more. Several at once do no harm.
    package func signImported() async throws -> Bool {
        guard try await hasToSign(), let signer = try await signerIfHere() else { return false }
        return try await signSome(by: signer) == Self.importedAtOnce
    }

    /// Step by step to the end; each is whole or not at all.
    func signImported(by signer: Signer, progress: (Int) -> Void) async throws {
        var done = 0
        while true {
            let signed = try await signSome(by: signer)
            done += signed
            if signed > 0 { progress(done) }
            guard signed == Self.importedAtOnce else { break }
        }
    }

    private func hasToSign() async throws -> Bool {
        try await store.read { try $0.one("SELECT EXISTS (SELECT FROM certificate WHERE \(Self.isToSign))") }
    }

    private func signSome(by signer: Signer) async throws -> Int {
        try await store.write { connection in
            let ids: [CertificateID] = try connection.all(
                """
                SELECT certificate.id
                FROM certificate
                WHERE \(Self.isToSign)
                ORDER BY certificate.number
                LIMIT \(Self.importedAtOnce)
                FOR NO KEY UPDATE SKIP LOCKED
                """
            )
            guard !ids.isEmpty else { return 0 }
            try connection.execute("SELECT freeze_clock()")
            let certificates: [Certificate] = try connection.all(
                "\(Certificate.query) WHERE certificate.id = ANY(\(ids.map(\.rawValue))) ORDER BY certificate.number"
            )
            let places = try connection.takeStatusPlaces(certificates.count)
            for (certificate, place) in zip(certificates, places) {
                _ = try connection.replace(certificate, as: .imported, at: place, by: signer)
            }
            try connection.audit(
                "certificate.sign",
                "legacy_import",
                nil,
                by: .system,
                ["certificates": certificates.map(\.id.rawValue).joined(separator: " ")]
            )
            return certificates.count
        }
    }
}
