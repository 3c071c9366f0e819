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
                ("Status", .init(statusWords, status == .active && isDoubted ? .bad : status.tone)),
                ("Issued", .init(Moment.words(firstIssuedAt, in: institute.timeZone))),
                ("Valid", .init(term(in: institute.timeZone))),
                ("Version", .init(version > 1 ? "\(version); files of earlier versions are superseded" : nil)),
                ("Signature", .init(check.map(\.words), isDoubted ? .bad : .plain)),
                ("Log", .init(check.map(\.log.words), check?.log == .invalid ? .bad : .plain)),
                ("Page", .init("\(institute.publicUrl)/verify/\(printedID)")),
            ]),
            .words(done)
        )
    }

    private func term(in zone: String) -> String {
        let from = Moment.words(validFrom, in: zone)
        return validUntil.map { "\(from) – \(Moment.words($0, in: zone))" } ?? "from \(from), without end"
    }

    private var statusWords: String {
        switch status {
        case .active: "active"
        case .expired: "expired"
        case .erased where state == .active: "erased"
        case .erased: "erased; it was \(state.rawValue) \(changedAfterErasure ? "afterwards" : "before")"
        case .suspended, .revoked, .surrendered:
            "\(status.rawValue) since \(Moment.short(statusSince, in: "UTC")) UTC"
                + (reason.map { " (\($0.replacing("_", with: " ")))" } ?? "")
        }
    }

    /// As the JSON of `GET /api/v1/certificates/{id}`.
    private func json(_ check: CertificateCheck?, by institute: Institute) -> JSON {
        [
            "id": .string(printedID), "issuer": .string(institute.name), "credential": .string(title),
            "name": .text(name), "status": .string(status.rawValue), "state": .string(state.rawValue),
            "status_since": Moment.json(statusSince), "reason": .text(reason),
            "first_issued": Moment.json(firstIssuedAt),
            "valid_from": Moment.json(validFrom), "valid_until": Moment.json(validUntil),
            "version": .integer(version),
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
    fileprivate var words: String {
        switch self {
        case .valid: "in the public log, under a signed head"
        case .pending: "comes into the public log with its next signature"
        case .invalid: "its place in the public log does not hold: registrar log verify"
        }
    }
}

extension CertificateCheck {
    fileprivate var words: String {
        switch signature {
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
