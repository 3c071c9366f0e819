import ArgumentParser
import Domain

/// Confirm a held seat, or the address of somebody who waits.
struct SeatConfirm: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Confirm a held seat, or the address of somebody who waits.",
        discussion: """
            For somebody on the telephone, say. Repeating it changes nothing.

            Example:
              registrar seat confirm 12
            """
    )

    @OptionGroup var enrollment: EnrollmentArgument
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        return try await desk.registrar.seats.confirm(enrollment.id, by: actor).answer(at: desk, by: actor)
    }
}
