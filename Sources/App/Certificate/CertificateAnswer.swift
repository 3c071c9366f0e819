import Domain
import Web

extension Certificate {
    /// What anyone may know of it: the issuer first, then what was issued to whom, and whether it holds today.
    func answer(_ check: CertificateCheck?, by institute: Institute, done: String = "") -> Answer {
        let isDoubted = check?.isDoubted ?? false
        return Answer(
            json(check, by: institute),
            isGood: (status == .active && !isDoubted) || !done.isEmpty,
            .details([
                ("Issuer", .init(institute.name, .heading)),
                ("Credential", .init(title)),
                ("Holder", .init(name ?? "a person whose data was erased at their request")),
                ("Certificate", .init(printedID)),
                ("Old number", .init(oldNumber)),
                (
                    "Status",
                    .init(statusWords(in: institute.timeZone), status == .active && isDoubted ? .bad : status.tone)
                ),
                ("Issued", .init(Moment.words(issued, in: institute.timeZone))),
                ("Valid", .init(term(in: institute.timeZone))),
                ("Version", .init(version > 1 ? "\(version); files of earlier versions are superseded" : nil)),
                ("Origin", .init(origin == .legacy ? "the institute's records from before this register" : nil)),
                ("Signature", .init(check.map { $0.words(isSigned: isSigned) }, isDoubted ? .bad : .plain)),
                ("Log", .init(check?.log.words, check?.log == .invalid ? .bad : .plain)),
                ("Page", .init("\(institute.publicUrl)/verify/\(printedID)")),
            ]),
            .words(done)
        )
    }

    private func term(in zone: String) -> String {
        let from = Moment.words(holdsFrom, in: zone)
        return ends.map { "\(from) – \(Moment.words($0, in: zone))" } ?? "from \(from), without end"
    }

    private func statusWords(in zone: String) -> String {
        switch status {
        case .active: "active"
        case .expired: "expired"
        case .erased where state == .active: "erased"
        case .erased: "erased; it was \(state.rawValue) \(changedAfterErasure ? "afterwards" : "before")"
        case .suspended, .revoked, .surrendered:
            "\(status.rawValue) since "
                + (since.precision == nil ? "\(Moment.short(statusSince, in: "UTC")) UTC" : since.text(in: zone))
                + (reason.map { " (\($0.replacing("_", with: " ")))" } ?? "")
        }
    }

    /// As the JSON of `GET /api/v1/certificates/{id}`.
    private func json(_ check: CertificateCheck?, by institute: Institute) -> JSON {
        [
            "id": .string(printedID), "issuer": .string(institute.name), "credential": .string(title),
            "name": .text(name), "status": .string(status.rawValue), "state": .string(state.rawValue),
            "status_since": .string(since.text(in: institute.timeZone)), "reason": .text(reason),
            "first_issued": .string(issued.text(in: institute.timeZone)),
            "valid_from": .string(begins.text(in: institute.timeZone)),
            "valid_until": .text(ends?.text(in: institute.timeZone)),
            "version": .integer(version), "origin": .string(origin.rawValue), "old_number": .text(oldNumber),
            "checks": [
                "signature": .text(check?.signature.rawValue), "key": .text(check?.key),
                "log": .text(check?.log.rawValue),
                "problem": .text(check?.problem), "checked_at": Moment.json(now),
            ],
            "links": ["page": .string("\(institute.publicUrl)/verify/\(printedID)")],
        ]
    }
}

extension CertificateCheck.Logged {
    fileprivate var words: String? {
        switch self {
        case .unavailable: nil
        case .valid: "in the public log, under a signed head"
        case .pending: "comes into the public log with its next signature"
        case .invalid: "its place in the public log does not hold: registrar log verify"
        }
    }
}

extension CertificateCheck {
    fileprivate func words(isSigned: Bool) -> String {
        switch signature {
        case .unavailable where !isSigned: "none: nothing was signed here"
        case .valid: "valid, by the key \(key ?? "?")"
        case .invalid: "does not hold: \(problem ?? "?")"
        case .unavailable: "the signed file was erased with its holder"
        }
    }
}

extension Certificate.Status {
    var tone: Tone {
        switch self {
        case .active: .good
        case .expired, .suspended: .waiting
        case .revoked, .surrendered: .bad
        case .erased: .faint
        }
    }
}
