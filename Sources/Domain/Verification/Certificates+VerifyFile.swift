package import Credentials
import Foundation
import Postgres

extension Certificates {
    /// Checks a file as itself by the issuer's own keys, then against the register, and counts that.
    ///
    /// Nothing is fetched from anywhere: of a file that says it is another issuer's, only that is told.
    package func verify(_ file: HeldFile, by ring: KeyRing) async throws -> FileAnswer {
        let answer = try await examine(file, by: ring)
        counts.add(answer.counted)
        return answer
    }

    private func examine(_ file: HeldFile, by ring: KeyRing) async throws -> FileAnswer {
        let now: Date = try await store.read { try $0.one("SELECT registrar_clock()") }
        let checked: CheckedCredential
        do throws(Untrusted) {
            checked = try file.credential.check(by: ring, at: Instant(now))
        } catch {
            // A key's loss takes its word away, not the register's: what was issued is known there by its digest.
            if case .compromisedKey = error, let id = file.credential.claimed?.id,
                let issued = try await issued(file, under: id)
            {
                return FileAnswer(file, issued, givenUp: error, by: ring)
            }
            return FileAnswer(file, untrusted: error, by: ring, at: now)
        }
        guard case .id(let id) = CertificateID.read(checked.id), let issued = try await issued(file, under: id) else {
            return FileAnswer(unregistered: file, checked, by: ring, at: now)
        }
        var answer = FileAnswer(file, checked, issued, by: ring)
        if issued.version.number == issued.certificate.version {
            answer.add(try await check(issued.certificate, by: ring).log)
        }
        return answer
    }

    /// What the register knows of a file that our key signed.
    struct Issued {
        /// The version that the file is.
        let version: Version
        let certificate: Certificate

        struct Version: Decodable, Sendable {
            let number: Int
            /// When the next version came.
            let supersededAt: Date?
            /// Whether the file is octet for octet as it was drawn here; nil where nothing drawn was kept.
            let isAsDrawn: Bool?
        }
    }

    private func issued(_ file: HeldFile, under id: CertificateID) async throws -> Issued? {
        let digest = try file.credential.digest
        let drawn = file.form.renderings.map(\.rawValue)
        return try await store.read { connection in
            let version: Issued.Version? = try connection.first(
                """
                SELECT
                    version.number, next.at AS superseded_at,
                    (
                        SELECT bool_or(sha256(rendering.octets) = \(file.digest))
                        FROM certificate_rendering AS rendering
                        WHERE rendering.certificate_id = version.certificate_id
                            AND rendering.version = version.number
                            AND rendering.kind = ANY(\(drawn))
                    ) AS is_as_drawn
                FROM certificate_version AS version
                LEFT JOIN certificate_version AS next ON next.certificate_id = version.certificate_id
                    AND next.number = version.number + 1
                WHERE version.certificate_id = \(id.rawValue) AND \(digest) IN (version.jwt_digest, version.proof_digest)
                """
            )
            // Read last, so that no version is newer than the latest.
            guard let version, let certificate = try connection.certificate(id) else { return nil }
            return Issued(version: version, certificate: certificate)
        }
    }
}

extension FileForm {
    /// The drawings that are kept of it; none for the signed texts themselves.
    fileprivate var renderings: [CertificateRendering] {
        switch self {
        case .pdf: [.letter, .a4]
        case .png: [.png]
        case .svg: [.svg]
        case .jwt, .json: []
        }
    }
}
