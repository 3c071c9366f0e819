import ArgumentParser
import Domain

/// Closes a cohort in two steps, a plan and its application.
struct CohortClose: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Close a cohort: first the plan, then with its hash.",
        usage: """
            registrar cohort close <code> [--carry-to <code>] [--lapse-open]
                     [--dry-run | --apply <hash> | --yes] [<options>]
            """,
        discussion: """
            Holds and open offers keep their seats to their own deadlines. Who waits is \
            closed, or carried to the tail of another cohort's queue. A seat freed later \
            stays empty. Closing again shows what was done.

            Example:
              registrar cohort close MES-2027-01 --carry-to MES-2027-02
              registrar cohort close MES-2027-01 --carry-to MES-2027-02 --apply 3f0c…
            """
    )

    @Argument(help: "The cohort's code.")
    var code: String

    @Option(
        name: .customLong("carry-to"),
        help: ArgumentHelp("Queue who waits in this cohort of the same program.", valueName: "code")
    )
    var next: String?

    @Flag(name: .customLong("lapse-open"), help: "End holds and open offers now.")
    var lapsesOpen = false

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let cohorts = desk.registrar.cohorts
        let plan = try await planning.outcome(hash: \CohortPlan.hash) {
            try await cohorts.planClose(code: code, carryTo: next, lapseOpen: lapsesOpen, by: actor)
        } apply: {
            try await cohorts.close(code: code, carryTo: next, lapseOpen: lapsesOpen, hash: $0, by: actor)
        }
        return plan.answer(
            done: "\(plan.cohort.code) is closed.",
            harm: "No one new gets in afterwards.",
            next: NextCommand("registrar", "cohort", "close", plan.cohort.code)
                .adding("--carry-to", next)
                .adding("--lapse-open", if: lapsesOpen)
        )
    }
}
