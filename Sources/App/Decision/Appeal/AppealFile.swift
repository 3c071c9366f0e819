import ArgumentParser
import Domain

/// Writes an appeal down for a candidate.
struct AppealFile: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "file",
        abstract: "Write an appeal down for a candidate who was denied.",
        usage: "registrar decision appeal file <enrollment> --words <words> [<options>]",
        discussion: """
            Candidates may do it themselves, by the link of the mail that tells of the denial, \
            within 30 days of it.

            Example:
              registrar decision appeal file 12 --words "My CPR card was sent on time"
            """
    )

    @Argument(help: "The claim, by its number.")
    var enrollment: Int

    @Option(help: ArgumentHelp("What the candidate says.", valueName: "words"))
    var words: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let id = EnrollmentID(rawValue: enrollment)
        let appeal = try await desk.registrar.decisions.fileAppeal(of: id, words: words, by: desk.actor())
        return appeal.answer(
            "The appeal is filed; the candidate is told by mail.",
            next: "Another decider goes on: registrar decision appeal uphold \(enrollment) --reason …"
        )
    }
}
