import ArgumentParser
import Domain

/// Grants what was proposed.
struct DecisionGrant: DecisionCommand {
    static let kind = Decision.Kind.granted
    static let verb = "grant"
    static let configuration = CommandConfiguration(
        commandName: verb,
        abstract: "Grant the certificate to those who were proposed.",
        usage: """
            registrar decision grant <cohort> [--enrollment <number> ...]
                     --reason <words> [<options>]
                     [--dry-run | --apply <hash> | --yes]
            """,
        discussion: """
            For a decider who neither taught nor examined them; the database refuses anybody else. \
            Who lacks something as of now is left out, or refused when named, with what is \
            missing. They are asked by mail how their name is spelt.

            Example:
              registrar decision grant MES-2027-01 --reason "All requirements are met"
            """
    )

    @OptionGroup var candidates: CandidateOptions

    @Option(help: ArgumentHelp("Why, in words; kept with the decision.", valueName: "words"))
    var reason: String

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    var words: String? { reason }
}
