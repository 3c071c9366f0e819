/// A receipt that somebody was shown: its signed text, as taken out of a file; not yet believed.
package struct HeldReceipt: Sendable {
    package let form: FileForm
    /// The compact JWS.
    package let jwt: String
    /// What its JSON says beside the signed text; nil for other forms.
    package let readable: JSON?

    /// nil for what does not say that it is a receipt.
    package init?(_ octets: [UInt8], form: FileForm) {
        let text = octets.withoutBlanksAround
        guard text.count <= 4 * ReceiptJWT.longest else { return nil }
        self.form = form
        if form == .json {
            guard let document = try? JSON.read(Array(text)), let jwt = document["jwt"]?.text,
                let readable = document["receipt"]
            else { return nil }
            (self.jwt, self.readable) = (jwt, readable)
        } else {
            (jwt, readable) = (String(decoding: text, as: UTF8.self), nil)
        }
        guard ReceiptJWT.isClaimed(jwt) else { return nil }
    }

    /// Checks it by the issuer's own keys, and that what stands beside the signed text is the same.
    package func check(by ring: KeyRing, at now: Instant) throws(Untrusted) -> (
        receipt: VerificationReceipt, key: KeyName
    ) {
        let checked = try ReceiptJWT.check(jwt, by: ring, at: now)
        guard let readable else { return checked }
        guard (try? readable.canonical()) == (try? checked.receipt.claims.canonical()) else {
            throw .notAReceipt("what stands beside the signed text says something else.")
        }
        return checked
    }

    /// The ID that it names, true or not.
    package var claimedID: CertificateID? {
        guard let asked = (try? CompactJWS(jwt, limit: ReceiptJWT.longest))?.payload["asked"]?.text,
            case .id(let id) = CertificateID.read(asked)
        else { return nil }
        return id
    }

    /// Whose it says it is.
    package var claimedIssuer: String? {
        (try? CompactJWS(jwt, limit: ReceiptJWT.longest))?.payload["iss"]?.text
    }
}
