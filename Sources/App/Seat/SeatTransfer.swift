import ArgumentParser
import Domain

/// Move somebody's confirmed seat to another cohort of the same program.
struct SeatTransfer: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "transfer",
        abstract: "Move a confirmed seat to another cohort of the same program.",
        usage: """
            registrar seat transfer <number> --to <code>
                     [--reason-class <class> --reason <words>] [--dry-run]
                     [<options>]
            """,
        discussion: """
            A seat must be free there; the one here is offered to the queue at once, what was \
            paid goes along, and mail goes out with the new dates. Beyond the terms of the \
            reservation it takes a reason. Repeating it changes nothing.

            Example:
              registrar seat transfer 12 --to MES-2027-02 --dry-run
              registrar seat transfer 12 --to MES-2027-02 \\
                --reason-class hardship --reason "In hospital until May"
            """
    )

    @OptionGroup var enrollment: EnrollmentArgument

    @Option(help: ArgumentHelp("The cohort to move to.", valueName: "code"))
    var to: String

    @Option(help: ArgumentHelp("Why it goes beyond the terms, as a class.", valueName: "class"))
    var reasonClass: StaffReason.Class?

    @Option(help: ArgumentHelp("Why, in words; kept with the decision.", valueName: "words"))
    var reason: String?

    @OptionGroup var rehearsal: RehearsalOption
    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard (reasonClass == nil) == (reason == nil) else {
            throw ValidationError("Give --reason-class and --reason together.")
        }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let seats = desk.registrar.seats
        let why: StaffReason? =
            if let reasonClass, let reason { try StaffReason(reasonClass, reason) } else { nil }
        let transfer =
            try await rehearsal.dryRun
            ? seats.rehearseTransfer(enrollment.id, to: to, reason: why, by: actor)
            : seats.transfer(enrollment.id, to: to, reason: why, by: actor)
        let told = try await transfer.status.answer(at: desk, by: actor)
        let (from, code) = (transfer.formerCohort, transfer.status.cohort)
        let words =
            if rehearsal.dryRun {
                "Nothing was changed. Enrollment \(transfer.former) would move from \(from) to \(code):"
            } else if transfer.isRepeat {
                "Enrollment \(transfer.former) had moved from \(from) to \(code) already:"
            } else {
                "Enrollment \(transfer.former) moved from \(from) to \(code):"
            }
        guard case .object(let members) = told.json else { return told }
        return Answer(
            .object(
                [
                    .init("former", .integer(transfer.former.rawValue)), .init("former_cohort", .string(from)),
                    .init("moved_minor", .integer(transfer.movedMinor)), .init("is_repeat", .bool(transfer.isRepeat)),
                    .init("is_rehearsal", .bool(rehearsal.dryRun)),
                ] + members
            ),
            [.words(words)] + told.blocks
        )
    }
}
