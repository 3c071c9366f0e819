import ArgumentParser
import Domain

/// Cancels a cohort in two steps, a plan and its application.
struct CohortCancel: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Cancel a cohort: first the plan, then with its hash and a reason.",
        usage: """
            registrar cohort cancel <code> [--reason <text>]
                     [--dry-run | --apply <hash> | --yes] [<options>]
            """,
        discussion: """
            Everyone is told, with the other dates of the program; who had a seat may move. \
            Money that was paid becomes a case. The reason is for the audit trail.

            Example:
              registrar cohort cancel MES-2027-01
              registrar cohort cancel MES-2027-01 --reason "Instructor ill" --apply 3f0c…
            """
    )

    @Argument(help: "The cohort's code.")
    var code: String

    @Option(help: ArgumentHelp("Why, in words; needed to carry it out.", valueName: "text"))
    var reason: String?

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let cohorts = desk.registrar.cohorts
        let plan = try await planning.outcome(hash: \CohortPlan.hash) {
            try await cohorts.planCancel(code: code, by: actor)
        } apply: {
            try await cohorts.cancel(code: code, reason: reason ?? "", hash: $0, by: actor)
        }
        let ended = plan.count(.cancelled)
        return plan.answer(
            done: "\(plan.cohort.code) is cancelled.",
            harm: "This ends \(ended) \(ended == 1 ? "claim" : "claims") for good; nothing undoes it."
                + (reason == nil ? " It takes a reason, with --reason." : ""),
            next: NextCommand("registrar", "cohort", "cancel", plan.cohort.code).adding("--reason", reason)
        )
    }
}
