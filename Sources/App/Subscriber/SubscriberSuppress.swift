import ArgumentParser
import Domain

/// Stops the list's mail to addresses.
struct SubscriberSuppress: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "suppress",
        abstract: "Stop the list's mail to addresses, known here or not.",
        usage: """
            registrar subscriber suppress <address> … [--reason <words>]
                     [--dry-run] [<options>]
            """,
        discussion: """
            Mail about their own seats and certificates goes on. Nobody signs such an address up \
            again, and no import does; `subscriber lift` takes it back.

            Example:
              registrar subscriber suppress ada@example.org --reason "Asked by telephone"
            """
    )

    @Argument(help: ArgumentHelp("The e-mail addresses.", valueName: "address"))
    var addresses: [String]

    @Option(help: ArgumentHelp("Why, in words; kept in the audit trail alone.", valueName: "words"))
    var reason: String?

    @OptionGroup var rehearsal: RehearsalOption
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let typed = try addresses.map { address throws(InvalidInput) in try EmailAddress(typed: address) }
        let new = try await desk.registrar.subscribers.suppress(
            typed,
            because: reason,
            dryRun: rehearsal.dryRun,
            by: desk.actor()
        )
        let rest = typed.count - new.count
        return Answer(
            [
                "suppressed": .list(new) { .string($0.rawValue) }, "were_already": .integer(rest),
                "dry_run": .bool(rehearsal.dryRun),
            ],
            new.isEmpty ? .words("") : .verbatim(new.map(\.forStaff).joined(separator: "\n")),
            .words(
                (new.count == 1 ? "1 address " : "\(new.count) addresses ")
                    + (rehearsal.dryRun ? "would get" : new.count == 1 ? "gets" : "get") + " no more mail of the list."
                    + (rest == 0 ? "" : " Stopped before: \(rest).")
            )
        )
    }
}
