package import Credentials
import Crypto
import Foundation
import Postgres

/// What was checked of a certificate beside its row, and how it came out.
package struct CertificateCheck: Codable, Sendable {
    package enum Outcome: String, Codable, Sendable {
        case valid, invalid
        /// There is nothing to check: the signed file went with an erasure, or of an old certificate there never was one.
        case unavailable
    }

    /// Whether the version is in the transparency log.
    package enum Logged: String, CaseIterable, Codable, Sendable {
        /// The proof leads to a head that the log's key signed.
        case valid
        /// It is not, or in no signed head yet: the worker beside the keys signs within a minute.
        case pending
        /// What is there does not fit: somebody changed the log, or dated the certificate back.
        case invalid
        /// Nothing of an old certificate was signed here, so that there is nothing to enter.
        case unavailable

        /// For whoever reads what was checked; nil where there was nothing to check.
        package var words: String? {
            switch self {
            case .valid: "It is in the issuer's public log, whose order nobody can change unseen."
            case .pending: "It comes into the issuer's public log with the log's next signature."
            case .invalid: "Its place in the issuer's public log does not hold."
            case .unavailable: nil
            }
        }
    }

    package let signature: Outcome
    package let log: Logged
    /// Which key signed, by its full id.
    package let key: String?
    /// Why a signature does not hold.
    package let problem: String?

    /// Whether something that was checked does not hold.
    package var isDoubted: Bool { signature == .invalid || log == .invalid }
}

extension Certificates {
    /// What is known of a certificate without reading its file; nil when that has to be read.
    package func known(_ certificate: Certificate, by ring: KeyRing) -> CertificateCheck? {
        guard certificate.isSigned else {
            return CertificateCheck(signature: .unavailable, log: .unavailable, key: nil, problem: nil)
        }
        let found = checks[certificate]
        return found.standing.flatMap { known(certificate, logged: $0, signedBy: found.key, by: ring) }
    }

    private func known(
        _ certificate: Certificate,
        logged log: CertificateCheck.Logged,
        signedBy key: KeyName?,
        by ring: KeyRing
    ) -> CertificateCheck? {
        // What was checked before may have gone with its holder since.
        guard certificate.erasedAt == nil else {
            return CertificateCheck(signature: .unavailable, log: log, key: nil, problem: nil)
        }
        guard let key = key.flatMap(ring.id(ofBelieved:)) else { return nil }
        return CertificateCheck(signature: .valid, log: log, key: key, problem: nil)
    }

    /// Checks the latest version's signature by the issuer's own keys, and its place in the log, as anyone could from its file
    /// and its proof.
    package func check(_ certificate: Certificate, by ring: KeyRing) async throws -> CertificateCheck {
        if let known = known(certificate, by: ring) { return known }
        let found = checks[certificate]
        let log: CertificateCheck.Logged
        if let standing = found.standing {
            log = standing
        } else {
            log = try await logged(certificate)
            if log != .invalid { checks.keep(certificate, logged: log) }
        }
        if let known = known(certificate, logged: log, signedBy: found.key, by: ring) { return known }
        let unavailable = CertificateCheck(signature: .unavailable, log: log, key: nil, problem: nil)
        func invalid(_ problem: String) -> CertificateCheck {
            CertificateCheck(signature: .invalid, log: log, key: nil, problem: problem)
        }
        guard let files = try await files(of: certificate.id, version: certificate.version) else {
            // It went with its holder this moment, or it is lost.
            if try await find(certificate.id)?.erasedAt != nil { return unavailable }
            return invalid("The signed file is missing here.")
        }
        do {
            guard Data(SHA256.hash(data: Data(files.jwt.utf8))) == files.jwtDigest else {
                return invalid("The stored file is not the one that was issued.")
            }
            let checked = try CredentialJWT.check(files.jwt, by: ring, at: Instant(certificate.now))
            guard checked.validFrom == Instant(certificate.validFrom) else {
                return invalid("The signed file begins at another moment than the register says.")
            }
            checks.keep(certificate, signedBy: checked.key)
            return CertificateCheck(signature: .valid, log: log, key: ring.id(of: checked.key), problem: nil)
        } catch {
            return invalid("\(error)")
        }
    }
}
