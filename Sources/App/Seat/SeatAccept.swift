import ArgumentParser
import Domain

/// Accept the seat that is offered to somebody.
struct SeatAccept: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Accept the seat that is offered to somebody.",
        discussion: """
            Their claim becomes confirmed. Repeating it changes nothing.

            Example:
              registrar seat accept 12
            """
    )

    @OptionGroup var enrollment: EnrollmentArgument
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        return try await desk.registrar.seats.accept(enrollment.id, by: actor).answer(at: desk, by: actor)
    }
}
