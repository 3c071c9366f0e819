import ArgumentParser
import Domain

/// Give somebody who waits the next seat, out of turn.
struct WaitlistOffer: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "offer",
        abstract: "Give somebody who waits the next seat, out of turn.",
        usage: """
            registrar waitlist offer <number> --reason-class <class> --reason <words>
                     [--dry-run] [<options>]
            """,
        discussion: """
            A free seat is offered at once, else the next one that becomes free. Everyone who is \
            passed over for it sees the class of the reason in their receipt.

            Example:
              registrar waitlist offer 12 --reason-class accessibility \\
                --reason "Needs the date with the step-free venue" --dry-run
            """
    )

    @OptionGroup var enrollment: EnrollmentArgument
    @OptionGroup var why: ReasonOptions
    @OptionGroup var rehearsal: RehearsalOption
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        return try await desk.registrar.seats
            .prefer(enrollment.id, because: why.checked(), rehearse: rehearsal.dryRun, by: actor)
            .answer(at: desk, by: actor)
    }
}
