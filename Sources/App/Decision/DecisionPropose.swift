import ArgumentParser
import Domain

/// Proposes those who attended; somebody else decides.
struct DecisionPropose: DecisionCommand {
    static let kind = Decision.Kind.proposed
    static let verb = "propose"
    static let configuration = CommandConfiguration(
        commandName: verb,
        abstract: "Propose those who attended for a decision.",
        usage: """
            registrar decision propose <cohort> [--enrollment <number> ...]
                     [--dry-run | --apply <hash> | --yes] [<options>]
            """,
        discussion: """
            Everyone who attended and was not proposed yet, unless some are named, with all \
            that the decision will rest on. Somebody deferred is proposed again by name, \
            somebody whose appeal was upheld by itself.

            Example:
              registrar decision propose MES-2027-01
            """
    )

    @OptionGroup var candidates: CandidateOptions

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    var words: String? { nil }
}
