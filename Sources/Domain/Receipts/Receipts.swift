package import Credentials
import Foundation

/// Dated, signed answers of a verification. They are given and not kept: whoever has one can have it checked.
package struct Receipts: Sendable {
    /// Characters of whom or what a receipt is for.
    package static let longestReference = 100

    let certificates: Certificates
    let keys: Keys

    /// A receipt as it was signed, and what it is about.
    package struct Given: Sendable {
        package let receipt: VerificationReceipt
        /// The compact JWS.
        package let jwt: String
        package let certificate: Certificate
    }

    /// Looks an ID up, counts that, and signs what is answered.
    ///
    /// - Parameter reference: Whom or what it is for, as typed; nil and blanks are nobody.
    /// - Throws: `certificate-unknown`, `certificate-mistyped`, `receipts-elsewhere` where the key files are not.
    package func give(_ typed: String, for reference: String? = nil, by ring: KeyRing) async throws -> Given {
        let reference = try Self.reference(reference)
        let certificate = try await certificates.lookUp(typed).certificate
        let check = try await certificates.check(certificate, by: ring)
        let signer = try await signer()
        let receipt = VerificationReceipt(certificate, check, for: reference, by: signer)
        let jwt = try ReceiptJWT.sign(receipt, with: signer.jwtKey, of: signer.address)
        return Given(receipt: receipt, jwt: jwt, certificate: certificate)
    }

    private func signer() async throws -> Signer {
        do {
            return try await certificates.signer()
        } catch let refusal as Refusal where refusal.code == "keys-elsewhere" || refusal.code == "keys-missing" {
            throw Refusal.conflict(
                "receipts-elsewhere",
                """
                Receipts are signed where the institute keeps its keys, and this is not the place. The answer on the page is \
                the same: print it, or ask the institute for a receipt.
                """
            )
        }
    }

    private static func reference(_ typed: String?) throws -> String? {
        let text = (typed ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty else { return nil }
        guard text.unicodeScalars.count <= longestReference else {
            throw Refusal.invalid("for", "Whom a receipt is for takes at most \(longestReference) characters.")
        }
        guard text.unicodeScalars.allSatisfy({ !$0.isControl && !$0.isInvisible && !$0.properties.isBidiControl })
        else {
            throw Refusal.invalid("for", "Whom a receipt is for is one line of visible characters.")
        }
        return text
    }
}

extension VerificationReceipt {
    fileprivate init(_ certificate: Certificate, _ check: CertificateCheck, for reference: String?, by signer: Signer) {
        let signature =
            switch check.signature {
            case .valid: "The signature holds, by the issuer's key \(check.key ?? "")."
            case .invalid: "The signature does not hold. \(check.problem ?? "")"
            case .unavailable where !certificate.isSigned: "Nothing was signed here, so there is no signature to check."
            case .unavailable: "The signed file was erased with its holder, so there is no signature to check."
            }
        self.init(
            id: "urn:uuid:\(UUID().uuidString.lowercased())",
            issuer: signer.address.did,
            givenAt: Instant(certificate.now),
            asked: certificate.printedID,
            reference: reference,
            issuerName: signer.institute.name,
            credential: certificate.title,
            grants: certificate.grants.rawValue,
            holder: certificate.name,
            status: certificate.status.rawValue,
            statusSince: Instant(certificate.statusSince),
            reason: certificate.reason,
            holds: certificate.status == .active && !check.isDoubted,
            firstIssued: Instant(certificate.firstIssuedAt),
            validFrom: Instant(certificate.validFrom),
            validUntil: certificate.validUntil.map(Instant.init),
            version: certificate.version,
            page: signer.address.verify(certificate.id, prefix: certificate.prefix),
            checks: [
                Check(name: "id", holds: true, words: "The ID's check character fits."),
                Check(name: "register", holds: true, words: "The status was read from the register at that moment."),
                Check(name: "signature", holds: check.signature != .invalid, words: signature),
            ] + (check.log.words.map { [Check(name: "log", holds: check.log != .invalid, words: $0)] } ?? [])
        )
    }
}
