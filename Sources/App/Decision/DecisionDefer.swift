import ArgumentParser
import Domain

/// Puts a decision off.
struct DecisionDefer: DecisionCommand {
    static let kind = Decision.Kind.deferred
    static let verb = "defer"
    static let configuration = CommandConfiguration(
        commandName: verb,
        abstract: "Put a decision off, for a reason.",
        usage: """
            registrar decision defer <cohort> [--enrollment <number> ...]
                     --reason <words> [<options>]
                     [--dry-run | --apply <hash> | --yes]
            """,
        discussion: """
            What is missing goes into the reason; granting or denying follows when it is there.

            Example:
              registrar decision defer MES-2027-01 --enrollment 12 --reason "CPR card expired"
            """
    )

    @OptionGroup var candidates: CandidateOptions

    @Option(help: ArgumentHelp("Why, in words; kept with the decision.", valueName: "words"))
    var reason: String

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    var words: String? { reason }
}
