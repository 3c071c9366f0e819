import ArgumentParser
import Domain

/// End somebody's claim, for a reason.
struct SeatRemove: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "End somebody's claim, for a reason.",
        usage: """
            registrar seat remove <number> --reason-class <class> --reason <words>
                     [--dry-run] [<options>]
            """,
        discussion: """
            They are told by mail. A seat that becomes free is offered to the head of the queue \
            at once. `seat restore` undoes it.

            Example:
              registrar seat remove 12 --reason-class duplicate \\
                --reason "The same person as 9, with another address" --dry-run
            """
    )

    @OptionGroup var enrollment: EnrollmentArgument
    @OptionGroup var why: ReasonOptions
    @OptionGroup var rehearsal: RehearsalOption
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        return try await desk.registrar.seats
            .remove(enrollment.id, because: why.checked(), rehearse: rehearsal.dryRun, by: actor)
            .answer(at: desk, by: actor)
    }
}
