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
                     --reason-class <class> --reason <words> [<options>]
                     [--dry-run | --apply <hash> | --yes]
            """,
        discussion: """
            For a decider who neither taught nor examined them. They hear the class of the \
            reason, never the words, and may appeal within 30 days; another decider then \
            decides whether it stands.

            Example:
              registrar decision deny MES-2027-01 --enrollment 12 \\
                --reason-class exam --reason "No try is left"
            """
    )

    @OptionGroup var candidates: CandidateOptions

    @Option(help: ArgumentHelp("Why, as the candidate hears it.", valueName: "class"))
    var reasonClass: DenialReason

    @Option(help: ArgumentHelp("Why, in words; kept with the decision.", valueName: "words"))
    var reason: String

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    var words: String? { reason }
    var denialReason: DenialReason? { reasonClass }
}

extension DenialReason: ExpressibleByArgument {}
