import ArgumentParser
import Domain

/// Takes an appeal back, as the candidate wishes.
struct AppealWithdraw: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Take an appeal back, as the candidate wishes; the denial stands.",
        discussion: """
            Example:
              registrar decision appeal withdraw 12
            """
    )

    @Argument(help: "The claim, by its number.")
    var enrollment: Int

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let id = EnrollmentID(rawValue: enrollment)
        return try await desk.registrar.decisions.withdrawAppeal(of: id, by: desk.actor()).answer("Taken back.")
    }
}
