import ArgumentParser
import Domain

/// Enters a candidate for their practical.
struct PracticalSchedule: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule",
        abstract: "Enter a candidate for their practical on a day.",
        usage: """
            registrar practical schedule <enrollment> --on <day>
                     [--requirement <code>] [<options>]
            """,
        discussion: """
            Only who is eligible is entered; what let them in is kept. The day is not before \
            their cohort's first session, nor more than two years ahead. The answer names the \
            candidate by the number that raters see.

            Example:
              registrar practical schedule 12 --on 2027-01-23
            """
    )

    @Argument(help: "The candidate's claim, by its number.")
    var enrollment: Int

    @Option(help: ArgumentHelp("The day, in the cohort's zone.", valueName: "day"))
    var on: DayArgument

    @Option(help: ArgumentHelp("Which requirement, where the program asks for several.", valueName: "code"))
    var requirement: String?

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let standing = try await desk.registrar.practicals.schedule(
            EnrollmentID(rawValue: enrollment),
            requirement: requirement,
            on: on.day,
            by: desk.actor()
        )
        return standing.answer(
            "Candidate \(standing.candidate) is entered for \(standing.practical) on \(standing.heldOn).",
            next: "Two examiners rate: registrar practical assign \(standing.candidate) --rater … --rater …"
        )
    }
}
