import ArgumentParser
import Domain

/// Decline the seat that is offered to somebody.
struct SeatDecline: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "decline",
        abstract: "Decline the seat that is offered to somebody.",
        discussion: """
            It is offered to the next in the queue at once.

            Example:
              registrar seat decline 12
            """
    )

    @OptionGroup var enrollment: EnrollmentArgument
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        return try await desk.registrar.seats.decline(enrollment.id, by: actor).answer(at: desk, by: actor)
    }
}
