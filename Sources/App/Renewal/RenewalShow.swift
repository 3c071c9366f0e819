import ArgumentParser
import Domain
import Foundation
import Postgres

/// Shows one certificate's way to its next term.
struct RenewalShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what counts, what is missing, and all that was brought and paid.",
        discussion: """
            Example:
              registrar renewal show MES-7K3M9-QRT2W-R
            """
    )

    @OptionGroup var certificate: CertificateArgument
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let story = try await desk.registrar.renewals.show(certificate.id, by: try await desk.actor())
        let zone = try await desk.registrar.institute.current().timeZone
        let day: (Date) -> String = { Moment.day($0, in: zone) }
        return Answer(
            .object(
                (story.standing.json.members ?? []) + [
                    .init("credits", .list(story.credits, \.json)), .init("payments", .list(story.payments, \.json)),
                    .init("reminders", .list(story.reminders, \.json)),
                    .init("renewals", .list(story.renewals, \.json)),
                ]
            ),
            story.standing.details(in: zone),
            Output.list(
                story.credits,
                none: "Nothing was brought.",
                [
                    .number("NO") { .init($0.id.rawValue) }, .text("KIND") { .init($0.kind.rawValue) },
                    .number("MINUTES") { .init($0.minutes) }, .text("DAY") { .init("\($0.doneOn)") },
                    .text("STATE") { .init($0.state.rawValue, $0.state.tone) },
                    .text("BY", gives: true) { .init($0.licensed) },
                    .text("TITLE", gives: true) { .init($0.title) },
                ]
            ),
            Output.list(
                story.payments,
                none: "Nothing was paid.",
                [
                    .text("MONEY") { .init($0.kind.rawValue) },
                    .text("AMOUNT") { .init(Currency.words($0.amountMinor, $0.currency)) },
                    .text("ON") { .init(day($0.at)) }, .text("BY") { .init($0.staff) },
                    .text("REFERENCE", gives: true) { .init($0.reference ?? $0.reason) },
                ]
            ),
            .words(
                story.reminders.isEmpty
                    ? ""
                    : "Reminded " + story.reminders.map { "\($0.daysBefore) days before" }.joined(separator: ", ") + "."
            ),
            .words(
                story.renewals.map { renewal in
                    "\(renewal.kind.rawValue.capitalized) on \(day(renewal.at))"
                        + (renewal.validUntil.map { " until \(day($0))" } ?? "") + "."
                }.joined(separator: " ")
            )
        )
    }
}

extension RenewalStory.Payment {
    fileprivate var json: JSON {
        [
            "kind": .string(kind.rawValue), "amount_minor": .integer(amountMinor), "currency": .string(currency),
            "reference": .text(reference), "date": .text(valueDate?.description), "reason": .text(reason),
            "recorded_at": Moment.json(at), "staff": .text(staff), "term_ends": Moment.json(termEnds),
        ]
    }
}

extension RenewalStory.Reminder {
    fileprivate var json: JSON {
        ["days_before": .integer(daysBefore), "at": Moment.json(at), "term_ends": Moment.json(termEnds)]
    }
}

extension Renewal {
    fileprivate var json: JSON {
        [
            "kind": .string(kind.rawValue), "at": Moment.json(at), "version": .integer(version),
            "term_ended": Moment.json(termEnds), "valid_until": Moment.json(validUntil),
        ]
    }
}
