import ArgumentParser
import Domain

/// Gives a candidate more time.
struct ExamAccommodate: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "accommodate",
        abstract: "Give a candidate more time, from their next try on.",
        usage: """
            registrar exam accommodate <candidate>
                     --time-percent <number> --reason <words> [<options>]
            """,
        discussion: """
            150 is half as much time again; 100 takes it back. The reason is kept apart, and \
            goes when the candidate's data is erased.

            Example:
              registrar exam accommodate 4711234 --time-percent 150 --reason "Needs breaks"
            """
    )

    @Argument(help: "The candidate number, of seven digits.")
    var candidate: Int

    @Option(help: ArgumentHelp("Of the form's time, 100 to 400.", valueName: "number"))
    var timePercent: Int

    @Option(help: ArgumentHelp("Why, in words; kept with it.", valueName: "words"))
    var reason: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let percent = try await desk.registrar.attempts.accommodate(
            CandidateNumber(rawValue: candidate),
            percent: timePercent,
            reason: reason,
            by: try await desk.actor()
        )
        return Answer(
            ["candidate": .integer(candidate), "time_percent": .integer(percent)],
            .words("Candidate \(candidate) has \(percent) percent of a form's time, from the next try on.")
        )
    }
}
