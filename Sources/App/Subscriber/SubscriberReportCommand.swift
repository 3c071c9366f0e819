import ArgumentParser
import Domain
import Postgres

/// Shows how the list came to be: at the terminal, and as a page with pictures.
struct SubscriberReportCommand: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Tell where people sign up, how far they go, and how the list grows.",
        usage: """
            registrar subscriber report [--since <day>] [--html <file>] [<options>]
            """,
        discussion: """
            Sign-ups stand where and when people first asked, here or elsewhere, each of them \
            once. A share is told of 30 people or more; under that the two numbers are, because \
            a percentage of a few is chance. No name and no address is in it.

            Example:
              registrar subscriber report
              registrar subscriber report --since 2026-09-01 --html list.html
            """
    )

    @Option(help: ArgumentHelp("Only who signed up on this day or later: 2026-09-01.", valueName: "day"))
    var since: String?

    @Option(
        help: ArgumentHelp("Write a report with pictures to this file, readable by you alone.", valueName: "file"),
        completion: .file(extensions: ["html"])
    )
    var html: String?

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard since.map({ CalendarDate($0) != nil }) ?? true else {
            throw ValidationError("--since wants a day like 2026-09-01.")
        }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let report = try await desk.registrar.subscribers.report(
            since: since.flatMap { CalendarDate($0) },
            by: try await desk.actor()
        )
        if let html { try ExportTarget.save(Array(report.page.utf8), at: html) }
        let written = html.map { [Block.words("The report with its pictures is in \($0).")] } ?? []
        return Answer(report.json, report.blocks + written)
    }
}
