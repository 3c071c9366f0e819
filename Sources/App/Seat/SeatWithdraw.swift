import ArgumentParser
import Domain

/// Give back somebody's seat, or their place in the queue.
struct SeatWithdraw: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Give back somebody's seat, or their place in the queue.",
        discussion: """
            A seat that becomes free is offered to the head of the queue at once.

            Example:
              registrar seat withdraw 12
            """
    )

    @OptionGroup var enrollment: EnrollmentArgument
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        return try await desk.registrar.seats.withdraw(enrollment.id, by: actor).answer(at: desk, by: actor)
    }
}
