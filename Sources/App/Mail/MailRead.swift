import ArgumentParser
import Domain
import Mail

/// Reads mails that came back from a Maildir.
struct MailRead: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: "Read mails that came back from a Maildir: failures, complaints.",
        discussion: """
            What was dealt with moves from `new` to `cur`; what a person has to look at is flagged \
            there, and listed. The worker does the same with the folder that REGISTRAR_BOUNCES names.

            Example:
              registrar mail read /var/mail/bounces
            """
    )

    @Argument(help: "A Maildir, with its folders `new` and `cur`.")
    var folder: String

    @OptionGroup var options: DeskOptions

    private struct Line {
        let file: String
        let word: IncomingDesk.Word
    }

    func answer(at desk: Desk) async throws -> Answer {
        try await desk.actor().require(.runCohorts)
        let folder: Maildir
        do { folder = try Maildir(self.folder) } catch let problem as Maildir.Unusable {
            throw UsageProblem(problem.description)
        }
        let incoming = IncomingDesk(registrar: desk.registrar, reader: IncomingReader(seal: try desk.settings.seal()))
        var lines: [Line] = []
        try await incoming.take(folder) { lines.append(Line(file: $0, word: $1)) }
        let left = try folder.left()
        return Answer(
            [
                "items": .array(
                    lines.map {
                        [
                            "file": .string($0.file), "mail": .count($0.word.job?.rawValue),
                            "words": .string($0.word.words),
                            "is_left": .bool($0.word.isForPeople),
                        ]
                    }
                ), "left": .array(left.map(JSON.string)),
            ],
            [
                Output.list(
                    lines,
                    none: "Nothing new came back.",
                    [
                        .number("MAIL") { .init($0.word.job?.rawValue) },
                        .text("WHAT", gives: true) { .init($0.word.words) },
                    ]
                ),
                .words(left.isEmpty ? "" : "Left for you to look at:"), .verbatim(left.joined(separator: "\n")),
            ]
        )
    }
}
