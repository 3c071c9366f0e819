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

    package let signature: Outcome
    /// Which key signed, by its full id.
    package let key: String?
    /// Why a signature does not hold.
    package let problem: String?
}

/// Which signatures were found to hold: each version's is checked once in each process, as what was issued never changes.
///
/// The key's own state is not kept: a compromised one is believed no more from that instant on.
final class SignatureChecks: Sendable {
    /// Enough for the certificates of a busy day.
    static let most = 100_000

    private struct Edition: Hashable {
        let id: CertificateID
        let version: Int

        init(_ certificate: Certificate) {
            id = certificate.id
            version = certificate.version
        }
    }

    private let known = Guarded<[Edition: KeyName]>([:])

    subscript(certificate: Certificate) -> KeyName? {
        known.withLock { $0[Edition(certificate)] }
    }

    func keep(_ certificate: Certificate, signedBy key: KeyName) {
        known.withLock { known in
            if known.count >= Self.most { known.removeAll(keepingCapacity: true) }
            known[Edition(certificate)] = key
        }
    }
}

extension Certificates {
    /// Checks the latest version's signature by the issuer's own keys, as anyone could from its file.
    package func check(_ certificate: Certificate, by ring: KeyRing) async throws -> CertificateCheck {
        let unavailable = CertificateCheck(signature: .unavailable, key: nil, problem: nil)
        // What was checked before may have gone with its holder since.
        guard certificate.erasedAt == nil, certificate.isSigned else { return unavailable }
        if let key = checks[certificate], ring.believes(key) {
            return CertificateCheck(signature: .valid, key: ring.id(of: key), problem: nil)
        }
        guard let files = try await files(of: certificate.id, version: certificate.version) else {
            // It went with its holder this moment, or it is lost.
            if try await find(certificate.id)?.erasedAt != nil { return unavailable }
            return CertificateCheck(signature: .invalid, key: nil, problem: "The signed file is missing here.")
        }
        do {
            guard Data(SHA256.hash(data: Data(files.jwt.utf8))) == files.jwtDigest else {
                return CertificateCheck(
                    signature: .invalid,
                    key: nil,
                    problem: "The stored file is not the one that was issued."
                )
            }
            let checked = try CredentialJWT.check(files.jwt, by: ring, at: Instant(certificate.now))
            checks.keep(certificate, signedBy: checked.key)
            return CertificateCheck(signature: .valid, key: ring.id(of: checked.key), problem: nil)
        } catch {
            return CertificateCheck(signature: .invalid, key: nil, problem: "\(error)")
        }
    }
}

extension KeyRing {
    fileprivate func believes(_ name: KeyName) -> Bool {
        guard let key = keys.first(where: { $0.name == name }) else { return false }
        if case .compromised = key.state { return false }
        return true
    }
}
