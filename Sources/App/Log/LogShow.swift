import ArgumentParser
import Credentials
import Domain
import Foundation

/// Shows where the log stands.
struct LogShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show how long the log is, its signed head, its key and the newest entries.",
        discussion: """
            Entries hold digests alone. Keep a checkpoint, or the line of a certificate's small \
            print: `registrar log verify` compares the log with it.

            Example:
              registrar log show
              registrar log show --limit 100 --json
            """
    )

    @Option(help: ArgumentHelp("How many of the newest entries, 0 to 1000.", valueName: "number"))
    var limit = 10

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard (0...1000).contains(limit) else { throw ValidationError("--limit takes 0 to 1000.") }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let log = desk.registrar.log
        let head = try await log.head()
        let checkpoint = try await log.checkpoint()
        let key: VerifierKey?
        do { key = try await log.verifierKey() } catch let refusal as Refusal where refusal.code == "log-key-missing" {
            key = nil
        }
        let lines = try await log.tail(limit)
        let signed = checkpoint.flatMap { text in key.flatMap { try? Checkpoint(text, by: $0) } }
        return Answer(
            [
                "size": .integer(head.size), "root": .string("\(head.root)"),
                "signed_size": .count(signed?.head.size), "checkpoint": .text(checkpoint),
                "key": .text(key.map { "\($0)" }), "items": .list(lines, \.json), "next": .null,
            ],
            .details([
                ("Entries", .init("\(head.size)")),
                ("Head", .init("\(head)")),
                (
                    "Signed",
                    .init(signed.map { "the first \($0.head.size)" } ?? "not yet", signed == nil ? .waiting : .good)
                ),
                ("Key", .init(key.map { "\($0)" } ?? "none yet: registrar key create")),
            ]),
            .verbatim(checkpoint.map { String($0.dropLast()) } ?? ""),
            Output.list(
                lines,
                none: limit == 0 ? "" : "Nothing is in it yet.",
                [
                    .number("ENTRY") { .init($0.index) },
                    .text("WHEN (UTC)") { .init($0.said.map { Moment.short($0.at.date, in: "UTC") }) },
                    .text("WHAT") { .init($0.said?.operation.rawValue) },
                    .text("DIGEST", gives: true) { .init($0.said?.digest.base64URL, .faint) },
                ]
            )
        )
    }
}

extension LogPage.Line {
    fileprivate var said: LogEntry? { LogEntry(octets: entry) }

    fileprivate var json: JSON {
        ["index": .integer(index), "entry": .string(String(decoding: entry, as: UTF8.self))]
    }
}
