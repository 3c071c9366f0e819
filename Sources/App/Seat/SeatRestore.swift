import ArgumentParser
import Domain

/// Undo a removal.
struct SeatRestore: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Undo a removal.",
        usage: """
            registrar seat restore <number> --reason-class <class> --reason <words>
                     [--dry-run] [<options>]
            """,
        discussion: """
            The claim goes on under a new number with its old arrival: in a seat, if one is free, \
            else at its old place in the queue. They are told by mail.

            Example:
              registrar seat restore 12 --reason-class institute_error \\
                --reason "We removed the wrong person" --dry-run
            """
    )

    @OptionGroup var enrollment: EnrollmentArgument
    @OptionGroup var why: ReasonOptions
    @OptionGroup var rehearsal: RehearsalOption
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        return try await desk.registrar.seats
            .restore(enrollment.id, because: why.checked(), rehearse: rehearsal.dryRun, by: actor)
            .answer(at: desk, by: actor)
    }
}
