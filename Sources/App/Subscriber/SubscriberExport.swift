import ArgumentParser
import Domain
import Foundation

/// Writes the e-mail list out for the tool that sends it; only people who confirmed leave.
struct SubscriberExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the e-mail list out; only people who confirmed are in it.",
        usage: """
            registrar subscriber export --profile <profile> [--output <file>]
                     [<options>]
            """,
        discussion: """
            The list goes to standard output, or to a file; what was written and what was \
            held back is told beside it. Every export is audited.

            Example:
              registrar subscriber export --profile kajabi > subscribers.csv
              registrar subscriber export --profile jsonl --output list.jsonl
            """
    )

    @Option(help: ArgumentHelp("The form that the importing tool wants.", valueName: "profile"))
    var profile: ExportProfile

    @Option(
        help: ArgumentHelp("Write to this file instead, readable by you alone.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @OptionGroup var options: DeskOptions

    func run() async throws {
        // A reader that goes away is an error to report and to audit, not the end of this process.
        signal(SIGPIPE, SIG_IGN)
        let summary = try await Desk.open(options) { desk in
            let actor = try await desk.actor()
            let target = try output.map(ExportTarget.init(path:)) ?? .standardOutput
            do {
                let summary = try await desk.registrar.subscribers.export(profile: profile, by: actor) {
                    try target.write($0)
                }
                try target.finish()
                return summary
            } catch {
                target.discard()
                throw error
            }
        }
        Output.show(answer(summary), asJSON: options.json, on: output == nil ? STDERR_FILENO : STDOUT_FILENO)
    }

    private func answer(_ summary: ExportSummary) -> Answer {
        let people = summary.rows == 1 ? "1 person" : "\(summary.rows) people"
        return Answer(
            [
                "profile": .string(summary.profile.rawValue), "rows": .integer(summary.rows),
                "sha256": .string(summary.sha256), "file": .text(output),
                "held_back": .list(summary.heldBack, \.json),
            ],
            .words(
                "\(people) in the form \(summary.profile.rawValue), in \(output ?? "standard output")."
            ),
            .details(
                summary.heldBack.flatMap { held in
                    [(label: "Held back", value: Table.Cell("\(held.count), \(held.reason.words)", .waiting))]
                        + held.rows.map { (label: "", value: Table.Cell($0, .faint)) }
                }
            )
        )
    }
}

extension ExportProfile: ExpressibleByArgument {}

extension ExportSummary.HeldBack {
    fileprivate var json: JSON {
        ["reason": .string(reason.rawValue), "count": .integer(count), "rows": .list(rows, JSON.string)]
    }
}

extension ExportSummary.HeldBack.Reason {
    fileprivate var words: String {
        switch self {
        case .looksLikeAFormula: "because a cell looks like a formula"
        case .noFirstName: "because they gave no first name; the profile kit-without-name has them"
        }
    }
}
