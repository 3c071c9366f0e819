import ArgumentParser
import Domain

/// Denies what was proposed.
struct DecisionDeny: DecisionCommand {
    static let kind = Decision.Kind.denied
    static let verb = "deny"
    static let configuration = CommandConfiguration(
        commandName: verb,
        abstract: "Deny the certificate to somebody who was proposed.",
        usage: """
            registrar decision deny <cohort> [--enrollment <number> ...]
                     --reason <words> [<options>]
                     [--dry-run | --apply <hash> | --yes]
            """,
        discussion: """
            For a decider who neither taught nor examined them. It is final.

            Example:
              registrar decision deny MES-2027-01 --enrollment 12 --reason "Left on day one"
            """
    )

    @OptionGroup var candidates: CandidateOptions

    @Option(help: ArgumentHelp("Why, in words; kept with the decision.", valueName: "words"))
    var reason: String

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    var words: String? { reason }
}
