import ArgumentParser
import Domain

/// Shows what is held about a person.
struct PersonShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what is held about a person.",
        discussion: """
            Example:
              registrar person show ada@example.org
              registrar person show 17
            """
    )

    @OptionGroup var who: PersonArgument
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let record = try await desk.registrar.people.show(who.key(), by: desk.actor())
        return record.answer(zone: try await desk.registrar.institute.current().timeZone)
    }
}

extension PersonRecord {
    fileprivate func answer(zone: String) -> Answer {
        Answer(
            json,
            .details([
                ("Person", .init("\(id)", .heading)),
                ("Name", .init(addresses.first?.name?.rawValue)),
                ("Address", .init(addresses.map(\.email.rawValue).joined(separator: ", "))),
                ("Since", .init(addresses.map(\.createdAt).min().map { Moment.words($0, in: zone) })),
                ("Erased", .init(erasedAt.map { Moment.words($0, in: zone) })),
                ("Legal hold", .init(heldSince.map { "since \(Moment.words($0, in: zone))" }, .waiting)),
                ("E-mail list", .init(consentWords(in: zone))),
                ("Certificates", .init(certificates.map(\.words).joined(separator: ", "))),
                ("Payments", .init(counts.payments)),
                ("Progress", .init(counts.progress)),
                ("Files of evidence", .init(counts.evidence)),
                ("Texts of staff", .init(counts.texts)),
                ("Mails", .init(counts.mails)),
            ]),
            Output.list(
                claims,
                none: "No claim on a seat.",
                [
                    .number("NO") { .init($0.id.rawValue) },
                    .text("COHORT") { .init($0.cohort) },
                    .text("STATE") { .init($0.state.rawValue) },
                    .text("NAME", gives: true) { .init($0.name.rawValue) },
                    .text("SINCE (UTC)") { .init(Moment.short($0.reservedAt, in: "UTC")) },
                ]
            )
        )
    }

    private func consentWords(in zone: String) -> String? {
        guard let consent, let consentAt else { return nil }
        return "\(consent) \(Moment.words(consentAt, in: zone))"
    }

    private var json: JSON {
        [
            "id": .integer(id.rawValue), "erased_at": Moment.json(erasedAt),
            "addresses": .list(addresses) { address in
                [
                    "email": .string(address.email.rawValue), "name": .text(address.name?.rawValue),
                    "created_at": Moment.json(address.createdAt),
                ]
            },
            "consent": .text(consent), "consent_at": Moment.json(consentAt), "held_since": Moment.json(heldSince),
            "claims": .list(claims) { claim in
                [
                    "enrollment": .integer(claim.id.rawValue), "cohort": .string(claim.cohort),
                    "state": .string(claim.state.rawValue), "name": .string(claim.name.rawValue),
                    "time_zone": .text(claim.timeZone), "reserved_at": Moment.json(claim.reservedAt),
                ]
            },
            "certificates": .list(certificates) { certificate in
                [
                    "id": .string(certificate.printedID), "status": .string(certificate.status.rawValue),
                    "name": .text(certificate.name),
                ]
            },
            "payments": .integer(counts.payments), "progress": .integer(counts.progress),
            "evidence": .integer(counts.evidence), "texts": .integer(counts.texts), "mails": .integer(counts.mails),
        ]
    }
}

extension Certificate {
    fileprivate var words: String { "\(printedID) (\(status.rawValue))" }
}
