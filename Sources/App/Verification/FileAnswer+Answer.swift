import Credentials
import Domain

extension FileAnswer {
    /// The issuer first, as with an ID; then what the file itself is worth, and how that came about.
    func answer(by institute: Institute) -> Answer {
        let register = certificate?.answer(nil, by: institute)
        return Answer(
            json(register?.json),
            isGood: isGood,
            (register?.blocks ?? []) + [
                .details([
                    ("File", .init(words, tone)),
                    ("ID inside", .init(certificate == nil ? claimedID?.printed() : nil)),
                ]),
                .details(checks.map { ($0.holds ? "✓" : "✗", .init($0.words, $0.holds ? .plain : .bad)) }),
            ]
        )
    }

    private var words: String {
        switch state {
        case .genuine where receipt != nil: receiptWords
        case .genuine where isBeyondComparison:
            "\(form.words) with the signed certificate of version \(version ?? 0), the latest; "
                + "what is drawn cannot be compared any more"
        case .genuine: "\(form.words), as it was issued (version \(version ?? 0), the latest)"
        case .superseded where trouble != nil: "\(form.words), superseded: \(trouble?.words ?? "")"
        case .superseded where isBeyondComparison:
            "\(form.words) with the signed certificate of version \(version ?? 0), which is superseded; "
                + "what is drawn cannot be compared any more"
        case .superseded:
            "\(form.words), as it was issued, but superseded: version \((version ?? 0) + 1) replaced it"
                + (supersededAt.map { " on \(Moment.short($0, in: "UTC")) UTC" } ?? "")
        case .altered: "\(form.words), not as it was issued: \(trouble?.words ?? "")"
        case .untrusted: "\(form.words), not to be relied on: \(trouble?.words ?? "")"
        case .anotherIssuer:
            "\(form.words), not issued here: it says it is from \(claimedIssuer ?? "somebody else"); ask them"
        }
    }

    private var receiptWords: String {
        guard let receipt else { return "" }
        return "\(form.words), a receipt of an answer given on \(Moment.short(receipt.givenAt.date, in: "UTC")) UTC"
            + (receipt.reference.map { " for “\($0)”" } ?? "")
            + " (\(receipt.status)), genuine; today's status is \(certificate?.status.rawValue ?? "unknown")"
    }

    private var tone: Tone {
        switch state {
        case .genuine: .good
        case .superseded, .altered, .anotherIssuer: .waiting
        case .untrusted: .bad
        }
    }

    /// As the JSON of `POST /api/v1/certificates/verify`.
    private func json(_ certificate: JSON?) -> JSON {
        [
            "form": .string(form.rawValue), "state": .string(state.rawValue), "version": .count(version),
            "superseded_at": Moment.json(supersededAt), "code": .text(trouble?.code), "problem": .text(trouble?.words),
            "claimed_issuer": .text(claimedIssuer), "claimed_id": .text(claimedID?.printed()),
            "checks": .list(checks) {
                ["check": .string($0.name.rawValue), "holds": .bool($0.holds), "words": .string($0.words)]
            },
            "checked_at": Moment.json(now), "certificate": certificate ?? .null,
            "receipt": receipt.map { JSON($0.claims) } ?? .null,
        ]
    }
}
