import ArgumentParser
import Domain

/// Mails candidates the link of their own page.
struct ProgressInvite: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite",
        abstract: "Mail everybody in a cohort the link of their own page.",
        usage: """
            registrar progress invite <cohort> [--candidate <candidate>] [--dry-run]
                     [<options>]
            """,
        discussion: """
            The page shows what is done and what is missing, and takes evidence. The link stays the \
            same, so that it can be mailed again.

            Example:
              registrar progress invite MES-2027-01 --dry-run
              registrar progress invite MES-2027-01 --candidate ada@example.org
            """
    )

    @Argument(help: "The cohort's code.")
    var cohort: String

    @Option(help: ArgumentHelp("Only this candidate.", valueName: "candidate"))
    var candidate: String?

    @OptionGroup var rehearsal: RehearsalOption
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let invited = try await desk.registrar.progress.invite(
            cohort: cohort,
            candidate: candidate,
            isRehearsal: rehearsal.dryRun,
            by: try await desk.actor()
        )
        let count = "\(invited.count) \(invited.count == 1 ? "mail" : "mails")"
        return Answer(
            [
                "cohort": .string(cohort.uppercased()), "queued": .bool(!rehearsal.dryRun),
                "candidates": .list(invited, \.json),
            ],
            Output.list(
                invited,
                none: "",
                [
                    .number("CANDIDATE") { .init($0.number.rawValue) },
                    .text("NAME", gives: true) { .init($0.name?.rawValue) },
                ]
            ),
            .words(rehearsal.dryRun ? "\(count) would go out. Nothing was queued." : "\(count) queued.")
        )
    }
}
