import Credentials
import Foundation

extension FileAnswer {
    /// A file that was not issued as it is: somebody else's by its own word, or not to be believed.
    init(_ file: HeldFile, untrusted error: Untrusted, by ring: KeyRing, at now: Date) {
        let claimed = file.credential.claimed
        let isOthers = claimed?.issuer.map { !$0.utf8.elementsEqual(ring.address.did.utf8) } ?? false
        var checks: [Check] = []
        if !isOthers {
            let stages = Untrusted.Stage.allCases
            checks = stages.filter { $0 < error.stage }.map { Check($0, of: file.form) }
            checks.append(Check(name: error.stage.check, holds: false, words: error.description))
        }
        self.init(
            form: file.form,
            state: isOthers ? .anotherIssuer : .untrusted,
            checks: checks,
            trouble: isOthers ? nil : (error.code, error.description),
            claimedIssuer: isOthers ? Self.short(claimed?.issuerName ?? claimed?.issuer) : nil,
            claimedID: isOthers ? nil : claimed?.id,
            version: nil,
            supersededAt: nil,
            certificate: nil,
            now: now
        )
    }

    /// A file as it was issued, whose key somebody else may have since: superseded once it was signed anew, and else not to be
    /// relied on, as anybody who has the key could have made another.
    init(_ file: HeldFile, _ issued: Certificates.Issued, givenUp error: Untrusted, by ring: KeyRing) {
        let (version, certificate) = (issued.version, issued.certificate)
        let isReplaced = version.number < certificate.version
        let words =
            isReplaced
            ? "\(error.description) The certificate was signed anew under the same ID, and this file is superseded: take the new one."
            : "\(error.description) The certificate was not signed anew yet; only what its page says counts."
        var checks = Untrusted.Stage.allCases.filter { $0 < error.stage }.map { Check($0, of: file.form) }
        checks.append(Check(name: .key, holds: false, words: error.description))
        checks.append(
            Check(
                name: .register,
                holds: false,
                words: isReplaced
                    ? "The register holds it as version \(version.number), which version \(version.number + 1) replaced."
                    : "The register holds it as version \(version.number), whose key is not believed any more."
            )
        )
        let drawing = Self.drawing(file.form, isAsDrawn: version.isAsDrawn, isErased: certificate.erasedAt != nil)
        if isReplaced, let drawing { checks.append(drawing) }
        self.init(
            form: file.form,
            state: isReplaced ? .superseded : .untrusted,
            checks: checks,
            trouble: (error.code, words),
            claimedIssuer: nil,
            claimedID: certificate.id,
            version: isReplaced ? version.number : nil,
            supersededAt: isReplaced ? version.supersededAt : nil,
            certificate: isReplaced ? certificate : nil,
            now: certificate.now
        )
    }

    /// A file that our key signed and the register does not know: the key may be in other hands, or it is no certificate.
    init(unregistered file: HeldFile, _ checked: CheckedCredential, by ring: KeyRing, at now: Date) {
        let words =
            "The register holds no such file, though the issuer's key signed it. Do not rely on it, and tell the issuer."
        self.init(
            form: file.form,
            state: .untrusted,
            checks: Self.signed(file.form, by: ring.id(of: checked.key))
                + [Check(name: .register, holds: false, words: words)],
            trouble: ("not_in_register", words),
            claimedIssuer: nil,
            claimedID: file.credential.claimed?.id,
            version: nil,
            supersededAt: nil,
            certificate: nil,
            now: now
        )
    }

    /// A file whose signed certificate is as it was issued.
    init(_ file: HeldFile, _ checked: CheckedCredential, _ issued: Certificates.Issued, by ring: KeyRing) {
        let (version, certificate) = (issued.version, issued.certificate)
        let isLatest = version.number == certificate.version
        var checks = Self.signed(file.form, by: ring.id(of: checked.key))
        checks.append(
            Check(
                name: .register,
                holds: isLatest,
                words: isLatest
                    ? "The register holds it as version \(version.number), the latest."
                    : "The register holds it as version \(version.number), which version \(version.number + 1) replaced."
            )
        )
        checks.append(Self.term(checked, at: Instant(certificate.now)))
        let drawing = Self.drawing(file.form, isAsDrawn: version.isAsDrawn, isErased: certificate.erasedAt != nil)
        if let drawing { checks.append(drawing) }
        let isAltered = drawing?.holds == false && certificate.erasedAt == nil
        self.init(
            form: file.form,
            state: isAltered ? .altered : isLatest ? .genuine : .superseded,
            checks: checks,
            trouble: isAltered ? ("file_altered", Self.altered) : nil,
            claimedIssuer: nil,
            claimedID: certificate.id,
            version: version.number,
            supersededAt: version.supersededAt,
            certificate: certificate,
            now: certificate.now
        )
    }

    private static func signed(_ form: FileForm, by key: String) -> [Check] {
        Untrusted.Stage.allCases.map { stage in
            stage == .key
                ? Check(name: .key, holds: true, words: "The key is the issuer's own: \(key).") : Check(stage, of: form)
        }
    }

    private static func term(_ checked: CheckedCredential, at now: Instant) -> Check {
        switch checked.term(at: now) {
        case .current: Check(name: .term, holds: true, words: "The term that it names has not ended.")
        case .notYet:
            Check(name: .term, holds: false, words: "The term that it names begins at \(checked.validFrom).")
        case .ended:
            Check(
                name: .term,
                holds: false,
                words: "The term that it names ended at \(checked.validUntil?.description ?? "")."
            )
        }
    }

    private static let altered =
        "The signed certificate inside is genuine, but the file around it was changed or drawn elsewhere."

    /// Around a true signature anything can be drawn: only a file that is kept here is known by its looks too, and of
    /// somebody erased none is.
    private static func drawing(_ form: FileForm, isAsDrawn: Bool?, isErased: Bool) -> Check? {
        switch (form, isAsDrawn) {
        case (.jwt, _), (.json, _): nil
        case (_, _) where isErased:
            Check(
                name: .drawing,
                holds: false,
                words: "What is drawn cannot be compared any more: what was drawn here went with the holder's data."
            )
        case (_, true?): Check(name: .drawing, holds: true, words: "What is drawn is as it was drawn here.")
        case (_, _):
            Check(
                name: .drawing,
                holds: false,
                words: "What is drawn was not drawn here, and may say anything: only what stands on this page counts."
            )
        }
    }

    /// Nobody's 10 kB of text come back in an answer, and no signs that would end its line or turn it round.
    static func short(_ text: String?) -> String? {
        guard let text else { return nil }
        var visible = String.UnicodeScalarView()
        visible.append(
            contentsOf: text.unicodeScalars.lazy.filter {
                !$0.isControl && !$0.isInvisible && !$0.properties.isBidiControl
            }.prefix(121)
        )
        return visible.count <= 120 ? String(visible) : String(visible.prefix(120)) + "…"
    }
}

extension FileAnswer.Check {
    /// A step of the signature's check that holds.
    fileprivate init(_ stage: Untrusted.Stage, of form: FileForm) {
        let words =
            switch stage {
            case .form: "It is \(form.words) with one signed certificate in it."
            case .header: "It is signed in the one way that the issuer signs, and brings no key along."
            case .key: "It names a key of the issuer's own."
            case .signature: "The signature fits: nothing was changed since it was signed."
            case .claims: "What is signed agrees with itself."
            }
        self.init(name: stage.check, holds: true, words: words)
    }
}

extension Untrusted.Stage {
    fileprivate var check: FileAnswer.Check.Name {
        switch self {
        case .form: .form
        case .header: .header
        case .key: .key
        case .signature: .signature
        case .claims: .claims
        }
    }
}
