import ArgumentParser
import Domain

/// Hands in one's own rating of a practical, for who noted it on paper.
struct ExamScore: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Hand in your own rating of a candidate's practical.",
        usage: """
            registrar exam score <candidate>
                     --level <criterion>=<level> ... [--note <words>] [<options>]
            """,
        discussion: """
            A level for each criterion, from 0 up (`practical show` lists them), on the day \
            of the rating or later. It is final. Written exams score themselves.

            Example:
              registrar exam score 4711023 --level vital-signs=2 \\
                --level red-flags=3 --level referral=1
            """
    )

    @Argument(help: "The candidate's number.")
    var candidate: String

    @Option(help: ArgumentHelp("A criterion's code and its level.", valueName: "criterion=level"))
    var level: [String]

    @Option(help: ArgumentHelp("A note for the office.", valueName: "words"))
    var note: String?

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        var levels: [String: String] = [:]
        for typed in level {
            let parts = typed.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw Refusal.invalid("level", "“\(typed)” is no level; write it as in vital-signs=2.")
            }
            guard levels.updateValue(parts[1], forKey: parts[0]) == nil else {
                throw Refusal.invalid("level", "\(parts[0]) is given twice; give it once.")
            }
        }
        let number = try CandidateNumber.read(candidate)
        try await desk.registrar.practicals.rate(number, RatingDraft(levels: levels, note: note), by: desk.actor())
        return Answer(
            ["candidate": .string("\(number)"), "rated": .bool(true)],
            .words("Thank you. Your rating of candidate \(number) is in, and final.")
        )
    }
}
