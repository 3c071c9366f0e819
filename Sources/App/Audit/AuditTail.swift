import ArgumentParser
import Domain

/// Shows what staff did last.
struct AuditTail: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Show what staff did last, newest first.",
        usage: "registrar audit tail [--limit <limit>] [--verb <verb>] [<options>]",
        discussion: """
            Who acted as somebody else stands behind them: “maya (by ada)”.

            Example:
              registrar audit tail --limit 20
              registrar audit tail --verb cohort.open --json
            """
    )

    @Option(help: "How many entries, 1 to 1000.")
    var limit = 50

    @Option(help: ArgumentHelp("Only this verb, like cohort.open.", valueName: "verb"))
    var verb: String?

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let entries = try await desk.registrar.audit.tail(limit: limit, verb: verb, by: try await desk.actor())
        return Answer(
            .page(entries, \.json),
            Output.list(
                entries,
                none: "There are no such entries.",
                [
                    .number("NO") { .init($0.id) },
                    .text("WHEN (UTC)") { .init(Moment.short($0.at, in: "UTC")) },
                    .text("WHO") { .init($0.who) },
                    .text("VERB") { .init($0.verb) },
                    .text("ON") { .init($0.object) },
                    .text("DETAILS", gives: true) { .init($0.detailWords, .faint) },
                ]
            )
        )
    }
}

extension AuditEntry {
    fileprivate var who: String { (login ?? "the service") + (operatorLogin.map { " (by \($0))" } ?? "") }

    fileprivate var object: String { subject + (subjectID.map { " \($0)" } ?? "") }

    fileprivate var detailWords: String {
        switch details {
        case .none: ""
        case .erased: "erased"
        case .kept(let details):
            details.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        }
    }

    fileprivate var json: JSON {
        let details: JSON =
            switch details {
            case .none: .null
            case .erased: "erased"
            case .kept(let details):
                .object(details.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
            }
        return [
            "id": .integer(id), "at": Moment.json(at), "login": .text(login), "operator_login": .text(operatorLogin),
            "verb": .string(verb), "subject": .string(subject), "subject_id": .count(subjectID), "details": details,
        ]
    }
}
