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

    /// A file as it was issued.
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
        let isCurrent = checked.term(at: Instant(certificate.now)) == .current
        checks.append(
            Check(
                name: .term,
                holds: isCurrent,
                words: isCurrent
                    ? "The term that it names has not ended."
                    : "The term that it names ended at \(checked.validUntil?.description ?? "")."
            )
        )
        // Of somebody erased nothing drawn is kept to compare with.
        if certificate.erasedAt == nil, let drawing = Self.drawing(file.form, isAsDrawn: version.isAsDrawn) {
            checks.append(drawing)
        }
        self.init(
            form: file.form,
            state: isLatest ? .genuine : .superseded,
            checks: checks,
            trouble: nil,
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

    /// Around a true signature anything can be drawn: only a file that is kept here is known by its looks too.
    private static func drawing(_ form: FileForm, isAsDrawn: Bool?) -> Check? {
        switch (form, isAsDrawn) {
        case (.jwt, _), (.json, _): nil
        case (_, true?): Check(name: .drawing, holds: true, words: "What is drawn is as it was drawn here.")
        case (_, _):
            Check(
                name: .drawing,
                holds: false,
                words: "What is drawn was not drawn here, and may say anything: only what stands on this page counts."
            )
        }
    }

    /// Nobody's 10 kB of text come back in an answer.
    private static func short(_ text: String?) -> String? {
        text.map { $0.unicodeScalars.count <= 120 ? $0 : String($0.unicodeScalars.prefix(120)) + "…" }
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
