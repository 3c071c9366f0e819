import Credentials
import Domain

extension RenewalStanding.Phase {
    var word: String { rawValue.replacing("_", with: " ") }

    var tone: Tone {
        switch self {
        case .open: .good
        case .grace, .lapsed, .suspended: .waiting
        case .over, .ended: .bad
        case .early, .notRenewable, .erased: .faint
        }
    }
}

extension RenewalStanding {
    var json: JSON {
        [
            "certificate": .string(certificate.printedID), "name": .text(certificate.name),
            "credential": .string(certificate.title), "status": .string(certificate.status.rawValue),
            "phase": .string(phase.rawValue), "term_begins": Moment.json(termBegins),
            "term_ends": Moment.json(certificate.validUntil), "opens": Moment.json(opens),
            "grace_ends": Moment.json(graceEnds), "last_chance": Moment.json(lastChance),
            "renewed_until": Moment.json(renewedUntil),
            "minutes": [
                "accepted": .integer(acceptedMinutes), "waiting": .integer(waitingMinutes),
                "needed": .count(rules?.minutes),
            ],
            "to_review": .integer(waitingCredits),
            "foundations": ["needed": .bool(needsFoundations), "accepted": .bool(hasFoundations)],
            "fee": [
                "amount_minor": .integer(feeMinor), "settled_minor": .integer(settledMinor),
                "due_minor": .integer(dueMinor), "currency": .text(rules?.currency),
            ],
            "missing": .list(missing) { .string($0.words) },
        ]
    }

    /// Where it stands, for people.
    func details(in zone: String) -> Block {
        .details([
            ("Certificate", .init(certificate.printedID, .heading)), ("Holder", .init(certificate.name)),
            ("Credential", .init(certificate.title)),
            ("Status", .init(certificate.status.rawValue, certificate.status.tone)),
            ("Renewal", .init(phase.word, phase.tone)),
            ("Term", .init(certificate.validUntil.map { "until \(Moment.words($0, in: zone))" })),
            ("Opens", .init(opens.map { Moment.words($0, in: zone) })),
            ("Grace ends", .init(graceEnds.map { Moment.words($0, in: zone) })),
            ("Last chance", .init(lastChance.map { Moment.words($0, in: zone) })),
            (
                "Minutes",
                .init(rules.map { "\(acceptedMinutes) of \($0.minutes), \(waitingMinutes) more to look at" })
            ),
            ("Foundations", .init(needsFoundations ? (hasFoundations ? "accepted" : "missing") : nil)),
            (
                "Fee",
                .init(
                    rules.map {
                        "\(Currency.words(feeMinor, $0.currency)), \(Currency.words(dueMinor, $0.currency)) due"
                    }
                )
            ),
            ("Missing", .init(missing.isEmpty ? nil : missing.map(\.words).joined(separator: "; "))),
        ])
    }
}

extension RenewalCredit.State {
    var tone: Tone {
        switch self {
        case .submitted: .waiting
        case .accepted: .good
        case .refused: .bad
        }
    }
}

extension RenewalCredit {
    var json: JSON {
        [
            "credit": .integer(id.rawValue), "certificate": .string(certificateId.rawValue),
            "kind": .string(kind.rawValue),
            "minutes": .integer(minutes), "done_on": .string("\(doneOn)"), "title": .text(title),
            "supervisor": .text(supervisor), "license_type": .text(licenseType), "license_number": .text(licenseNumber),
            "state": .string(state.rawValue), "reason": .text(reason), "brought_at": Moment.json(at),
            "brought_by": .string(staff ?? "holder"), "reviewed_at": Moment.json(reviewedAt),
            "reviewer": .text(reviewer),
            "term_ends": Moment.json(termEnds),
            "file": [
                "name": .text(fileName), "media_type": .string(mediaType), "size": .integer(size),
                "sha256": .text(sha256),
            ],
        ]
    }

    /// `Ada Lovelace, RPT 1234`
    var licensed: String? {
        let license = [licenseType, licenseNumber].compactMap(\.self).joined(separator: " ")
        let parts = [supervisor, license.isEmpty ? nil : license].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    var details: Block {
        .details([
            ("Credit", .init("\(id)", .heading)), ("Kind", .init(kind.rawValue)), ("Minutes", .init(minutes)),
            ("Done on", .init("\(doneOn)")), ("Title", .init(title)), ("By", .init(licensed)),
            ("File", .init(fileName ?? mediaType)), ("State", .init(state.rawValue, state.tone)),
            ("Reason", .init(reason)),
        ])
    }
}
