import ArgumentParser
import Domain

/// Uphold an appeal: the decision opens again.
struct AppealUphold: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "uphold",
        abstract: "Uphold an appeal: the decision opens again.",
        usage: """
            registrar decision appeal uphold <enrollment> --reason <words>
                     [<options>]
            """,
        discussion: """
            For a decider who did not deny it, and neither taught nor examined the candidate.

            Example:
              registrar decision appeal uphold 12 --reason "The card was in the mail of 3 May"
            """
    )

    @Argument(help: "The claim, by its number.")
    var enrollment: Int

    @Option(help: ArgumentHelp("Why, in words; kept with the appeal.", valueName: "words"))
    var reason: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let appeal = try await desk.registrar.decisions.decideAppeal(
            of: EnrollmentID(rawValue: enrollment),
            upheld: true,
            reason: reason,
            by: desk.actor()
        )
        return appeal.answer(
            "Upheld. The candidate is told by mail, and is proposed again.",
            next: "registrar decision propose \(appeal.cohort) --enrollment \(enrollment)"
        )
    }
}
