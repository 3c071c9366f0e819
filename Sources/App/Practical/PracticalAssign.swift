import ArgumentParser
import Domain

/// Asks examiners to rate a candidate.
struct PracticalAssign: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign",
        abstract: "Ask examiners to rate a candidate on a day.",
        usage: """
            registrar practical assign <candidate> --rater <login> ...
                     [--on <day>] [--instead-of <login>] [<options>]
            """,
        discussion: """
            Two at first, blind to each other; a third when they are too far apart. Each gets \
            a mail with a link that opens on that day alone. Whoever rates somebody cannot \
            decide on them later.

            Example:
              registrar practical assign 4711023 --rater maya --rater sam
              registrar practical assign 4711023 --rater kim --instead-of sam
            """
    )

    @Argument(help: "The candidate's number.")
    var candidate: String

    @Option(help: ArgumentHelp("An examiner; may be given again.", valueName: "login"))
    var rater: [String]

    @Option(help: ArgumentHelp("The day (default: the practical's own).", valueName: "day"))
    var on: DayArgument?

    @Option(help: ArgumentHelp("Whose link opens no more.", valueName: "login"))
    var insteadOf: String?

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let standing = try await desk.registrar.practicals.assign(
            rater,
            to: CandidateNumber.read(candidate),
            on: on?.day,
            insteadOf: insteadOf,
            by: desk.actor()
        )
        return standing.answer("Asked by mail: \(rater.joined(separator: ", ")).", next: "")
    }
}
