import ArgumentParser
import Domain

/// Takes an appeal back, as the candidate wishes.
struct AppealWithdraw: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Take an appeal back, as the candidate wishes; the denial stands.",
        usage: """
            registrar decision appeal withdraw <enrollment> --reason <words>
                     [<options>]
            """,
        discussion: """
            For staff who did not deny it, and neither taught nor examined the candidate.

            Example:
              registrar decision appeal withdraw 12 --reason "By mail of November 3"
            """
    )

    @Argument(help: "The claim, by its number.")
    var enrollment: Int

    @Option(help: ArgumentHelp("How the candidate said so; kept with the appeal.", valueName: "words"))
    var reason: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let id = EnrollmentID(rawValue: enrollment)
        return try await desk.registrar.decisions
            .withdrawAppeal(of: id, reason: reason, by: desk.actor())
            .answer("Taken back.")
    }
}
