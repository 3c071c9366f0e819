import Credentials
import Foundation

extension FileAnswer {
    /// A receipt that our key signed; nobody keeps them, so its signature is all that speaks for it.
    init(_ held: HeldReceipt, _ receipt: VerificationReceipt, by key: String, _ today: Certificate?, at now: Date) {
        var checks = Self.receiptChecks(held.form, key: key)
        checks.append(
            Check(
                name: .register,
                holds: today != nil,
                words: today == nil
                    ? "The register has no certificate of this ID today."
                    : "What it was asked about is in the register."
            )
        )
        if held.form == .pdf {
            checks.append(
                Check(
                    name: .drawing,
                    holds: true,
                    words: "What is drawn in the PDF is not signed: what stands here counts."
                )
            )
        }
        self.init(
            form: held.form,
            state: .genuine,
            checks: checks,
            trouble: nil,
            claimedIssuer: nil,
            claimedID: held.claimedID,
            version: nil,
            supersededAt: nil,
            certificate: today,
            now: today?.now ?? now
        )
        self.receipt = receipt
    }

    /// Somebody else's by its own word, or not to be believed.
    init(_ held: HeldReceipt, untrusted error: Untrusted, by ring: KeyRing, at now: Date) {
        let isOthers = held.claimedIssuer.map { !$0.utf8.elementsEqual(ring.address.did.utf8) } ?? false
        self.init(
            form: held.form,
            state: isOthers ? .anotherIssuer : .untrusted,
            checks: isOthers ? [] : [Check(name: .signature, holds: false, words: error.description)],
            trouble: isOthers ? nil : (error.code, error.description),
            claimedIssuer: isOthers ? Self.short(held.claimedIssuer) : nil,
            claimedID: isOthers ? nil : held.claimedID,
            version: nil,
            supersededAt: nil,
            certificate: nil,
            now: now
        )
    }

    private static func receiptChecks(_ form: FileForm, key: String) -> [Check] {
        [
            Check(name: .form, holds: true, words: "It is \(form.words) with one signed receipt in it."),
            Check(name: .header, holds: true, words: "It is signed in the one way that the issuer signs receipts."),
            Check(name: .key, holds: true, words: "The key is the issuer's own: \(key)."),
            Check(name: .signature, holds: true, words: "The signature fits: nothing was changed since it was signed."),
            Check(name: .claims, holds: true, words: "What is signed is a receipt, and agrees with itself."),
        ]
    }
}
