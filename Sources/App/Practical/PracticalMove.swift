import ArgumentParser
import Domain

/// Moves a candidate's practical to another day.
struct PracticalMove: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Move a candidate's practical to another day.",
        usage: """
            registrar practical move <candidate> --on <day> --reason <words>
                     [<options>]
            """,
        discussion: """
            Before anybody rated it. The candidate is told by mail; raters who were asked get a \
            new link for the new day, and their old one says so. It stays the same try, and the \
            day is allowed by the same rules as in `practical schedule`.

            Example:
              registrar practical move 4711023 --on 2027-01-30 --reason "The room is lost"
            """
    )

    @Argument(help: "The candidate's number.")
    var candidate: String

    @Option(help: ArgumentHelp("The new day, in the cohort's zone.", valueName: "day"))
    var on: DayArgument

    @Option(help: ArgumentHelp("Why, in words; for staff alone.", valueName: "words"))
    var reason: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let standing = try await desk.registrar.practicals.move(
            CandidateNumber(argument: candidate),
            to: on.day,
            reason: reason,
            by: desk.actor()
        )
        return standing.answer(
            "The practical of candidate \(standing.candidate) is on \(standing.heldOn) now. They are told by mail.",
            next: standing.raters.count < 2
                ? "Ask raters for it: registrar practical assign \(standing.candidate) --rater …"
                : "Who cannot come then: registrar practical assign \(standing.candidate) --rater … --instead-of …"
        )
    }
}
