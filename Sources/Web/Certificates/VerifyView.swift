import Domain

/// The page with the one field, and what is known of the ID that was typed into it.
struct VerifyView: AnswerView {
    enum Answer: Sendable {
        case nothingAsked
        case found(CertificateView)
        case mistyped(String)
        case unknown
        /// A file or a list that nothing can be taken from, with the reason.
        case unreadable(String)
    }

    let heading: String
    let typed: String
    let certificate: CertificateView?
    /// What is wrong with what was typed.
    let trouble: String?
    let isUnknown: Bool

    init(_ answer: Answer, typed: String) {
        // Somebody may paste a whole letter; its beginning is enough to see what it was.
        self.typed = String(typed.prefix(80))
        switch answer {
        case .nothingAsked:
            (heading, certificate, trouble, isUnknown) = ("Verify a certificate", nil, nil, false)
        case .found(let view):
            (heading, certificate, trouble, isUnknown) = (view.heading, view, nil, false)
        case .mistyped(let words):
            (heading, certificate, trouble, isUnknown) = ("Mistyped", nil, words, false)
        case .unknown:
            (heading, certificate, trouble, isUnknown) = ("No such certificate", nil, nil, true)
        case .unreadable(let words):
            (heading, certificate, trouble, isUnknown) = ("It could not be read", nil, words, false)
        }
    }
}

/// A certificate as anyone may know it: issuer first, then credential and scope, name as issued, and status today.
struct CertificateView: Sendable {
    struct Check: Sendable {
        let words: String
        let holds: Bool
    }

    struct File: Sendable {
        let name: String
        let address: String

        static func all(of id: String) -> [File] {
            [
                ("PDF (Letter)", ".pdf?paper=letter"), ("PDF (A4)", ".pdf?paper=a4"), ("Badge (PNG)", ".png"),
                ("Badge (SVG)", ".svg"),
                ("Signed (JWT)", ".jwt"), ("Signed (JSON)", ".json"), ("Proof of the log", ".tlog-proof"),
                ("Kit to check it yourself (ZIP)", ".zip"),
            ].map { File(name: $0.0, address: "/verify/\(id)\($0.1)") }
        }
    }

    let heading: String
    let issuer: String
    let credential: String
    let scope: String
    /// nil once the holder was erased.
    let holder: String?
    let id: String
    /// How the answer looks: good, urgent, bad, waiting.
    let tone: String
    let verdict: String
    /// Whether the register knows it as active while its signature does not hold.
    let isDoubted: Bool
    let explanation: String
    let issued: String
    let term: String
    /// On the old paper, where there is one.
    let oldNumber: String?
    /// That it came from the institute's old records.
    let origin: String?
    let version: String?
    let checks: [Check]
    /// Its files by name: the sheet of paper, the badge, and what software checks.
    let files: [File]
    /// Where a signed receipt of this answer is given, without its ending.
    let receipt: String
    let linkedIn: String?

    init(
        _ certificate: Certificate,
        _ check: CertificateCheck,
        renewal: Renewal? = nil,
        by institute: Institute
    ) {
        let clock = LocalClock(institute.timeZone)
        issuer = institute.name
        credential = certificate.title
        scope = certificate.grants.words
        holder = certificate.name
        id = certificate.printedID
        // The register alone is no answer while the signature says otherwise.
        isDoubted = certificate.status == .active && check.isDoubted
        tone = isDoubted ? "bad" : certificate.status.tone
        verdict = isDoubted ? "Not to be relied on" : certificate.status.verdict
        heading = "\(verdict): \(certificate.printedID)"
        explanation =
            isDoubted
            ? "The register knows it as valid, but \(check.doubted). Ask the issuer before you rely on it."
            : certificate.explanation(clock)
        issued = clock.day(certificate.issued)
        oldNumber = certificate.oldNumber
        origin = certificate.originWords
        term =
            certificate.ends.map { "\(clock.day(certificate.holdsFrom)) to \(clock.day($0))" }
            ?? "from \(clock.day(certificate.holdsFrom)), without end"
        version = Self.version(certificate, renewal, clock)
        checks = Self.checks(certificate, check, clock)
        files = certificate.erasedAt == nil && certificate.isSigned ? File.all(of: certificate.printedID) : []
        receipt = "/verify/\(certificate.printedID)/receipt"
        linkedIn = certificate.status == .active && !isDoubted ? certificate.linkedIn(by: institute) : nil
    }

    /// Its latest renewal, and that files of earlier versions are worth no more, whatever they were followed for.
    private static func version(_ certificate: Certificate, _ renewal: Renewal?, _ clock: LocalClock) -> String? {
        let renewed = renewal.map { renewal in
            (renewal.kind == .renewed ? "Renewed on " : "Reinstated on ") + clock.day(renewal.at)
                + (renewal.validUntil.map { ", valid until \(clock.day($0))." } ?? ".")
        }
        let superseded =
            certificate.version > 1
            ? "Version \(certificate.version): files of earlier versions are superseded." : nil
        let words = [renewed, superseded].compactMap(\.self)
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    private static func checks(
        _ certificate: Certificate,
        _ check: CertificateCheck,
        _ clock: LocalClock
    ) -> [Check] {
        let signature =
            switch check.signature {
            case .unavailable where !certificate.isSigned:
                Check(words: certificate.unsignedWords, holds: true)
            case .valid:
                Check(words: "The signature holds, by the issuer's key \(check.key ?? "").", holds: true)
            case .invalid:
                Check(words: "The signature does not hold. \(check.problem ?? "")", holds: false)
            case .unavailable:
                Check(
                    words: "The signed file was erased with its holder, so there is no signature to check.",
                    holds: true
                )
            }
        let log = check.log.words.map { Check(words: $0, holds: check.log != .invalid) }
        return [
            Check(words: "The ID's check character fits.", holds: true),
            Check(words: "The status was read from the register on \(clock.moment(certificate.now)).", holds: true),
            signature, log,
        ].compactMap(\.self)
    }
}

extension CertificateCheck {
    /// What does not hold.
    fileprivate var doubted: String {
        signature == .invalid ? "its signature does not hold" : "its place in the public log does not hold"
    }
}

extension Certificate.Status {
    var tone: String {
        switch self {
        case .active: "good"
        case .expired, .suspended: "urgent"
        case .revoked, .surrendered: "bad"
        case .erased: "waiting"
        }
    }

    var verdict: String {
        switch self {
        case .active: "Valid today"
        case .expired: "Expired"
        case .suspended: "Suspended"
        case .revoked: "Revoked"
        case .surrendered: "Surrendered"
        case .erased: "Issued, holder erased"
        }
    }
}

extension Certificate {
    fileprivate func explanation(_ clock: LocalClock) -> String {
        let since = stateKnownSince.inWords(clock)
        let why = reason.map { " The reason given: \($0.replacing("_", with: " "))." } ?? ""
        switch status {
        case .active:
            return ends.map { "This certificate holds until \(clock.day($0))." } ?? "This certificate holds."
        case .expired: return "Its term ended \(ends?.inWords(clock) ?? ""). It was not withdrawn."
        case .suspended: return "It does not hold for now: it was suspended \(since).\(why)"
        case .revoked: return "It no longer holds: it was revoked \(since).\(why)"
        case .surrendered: return "It no longer holds: it was given back \(since).\(why)"
        case .erased:
            let erased = "It was issued to a person whose data was erased at their request."
            guard state != .active else { return erased }
            return changedAfterErasure
                ? "\(erased) It was \(state.rawValue) afterwards." : "\(erased) Before that, it was \(state.rawValue)."
        }
    }

    /// Where an old one comes from, as its page says it.
    fileprivate var originWords: String? {
        guard origin == .legacy else { return nil }
        return """
            It was issued before this register and taken over from the institute's records, where it has the number \
            \(oldNumber ?? "?"). No decision was taken here.
            """
    }

    /// Why there is no signature to check.
    fileprivate var unsignedWords: String {
        isPastTerm || state == .revoked || state == .surrendered
            ? "It had ended before this register began, so nothing was signed here and there is no signature to check."
            : "It is signed within moments; until then there is no signature to check."
    }

    /// Adds the certificate to a LinkedIn profile.
    fileprivate func linkedIn(by institute: Institute) -> String {
        let issued = CivilTime(firstIssuedAt, offset: 0)
        var fields = [
            ("name", title), ("organizationName", institute.name), ("issueYear", String(issued.year)),
        ]
        if issuedPrecision != .year { fields.append(("issueMonth", String(issued.month))) }
        if let validUntil {
            let end = CivilTime(ends?.date ?? validUntil, offset: 0)
            fields.append(("expirationYear", String(end.year)))
            if untilPrecision != .year { fields.append(("expirationMonth", String(end.month))) }
        }
        fields += [("certUrl", "\(institute.publicUrl)/verify/\(printedID)"), ("certId", printedID)]
        let query = fields.map { "\($0.0)=\($0.1.percentEncoded)" }.joined(separator: "&")
        return "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&\(query)"
    }
}

extension KnownDate {
    /// “on May 31, 1996”, “in 1996”.
    fileprivate func inWords(_ clock: LocalClock) -> String {
        (precision == .month || precision == .year ? "in " : "on ") + clock.day(self)
    }
}

extension String {
    /// RFC 3986: everything but unreserved characters.
    fileprivate var percentEncoded: String {
        utf8.map { octet in
            switch octet {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                String(UnicodeScalar(octet))
            default:
                "%" + (octet < 16 ? "0" : "") + String(octet, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
