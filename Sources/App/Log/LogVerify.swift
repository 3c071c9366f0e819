import ArgumentParser
import Credentials
import Domain
import Foundation
import Web

/// Recomputes the log; ends with 1 when something does not fit.
struct LogVerify: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove that the log only grew and nothing in it was dated back; exits 1 when not.",
        usage: "registrar log verify [--checkpoint <file>] [--file <file>] [<options>]",
        discussion: """
            All of it is recomputed from the entries: times, subtrees, head, signature, and \
            each certificate's entry. Heads that somebody held since an earlier day show \
            whether the log was rewritten: a saved /log/checkpoint, a .tlog-proof, or the \
            line in the small print of a PDF. A certificate's file has to be in the log.

            Example:
              registrar log verify
              registrar log verify --checkpoint last-year.txt
              registrar log verify --head 8:XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=
              registrar log verify --file diploma.pdf
            """
    )

    @Option(
        help: ArgumentHelp("A saved checkpoint, or a .tlog-proof.", valueName: "file"),
        completion: .file()
    )
    var checkpoint: [String] = []

    @Option(help: ArgumentHelp("A head as PDFs and mails print it.", valueName: "size:root"))
    var head: [HeadArgument] = []

    @Option(help: ArgumentHelp("A certificate's PDF, badge or .jwt.", valueName: "file"), completion: .file())
    var file: String?

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let log = desk.registrar.log
        var earlier = head.map { EarlierHead($0.head, from: "The head \($0.head.size):…") }
        for path in checkpoint {
            let key = try await log.verifierKey()
            do {
                earlier.append(EarlierHead(try Self.head(of: try InputFile.text(at: path), by: key), from: path))
            } catch let refused as Checkpoint.Refused {
                throw Refusal(.invalid, "checkpoint-refused", "\(path): \(refused)")
            }
        }
        let bar = ProgressBar("entries")
        defer { bar.end() }
        let verdict = try await log.verify(
            against: earlier,
            file: try file.map(Self.signed),
            by: desk.actor(),
            progress: bar.show(_:of:)
        )
        bar.end()
        return verdict.answer(comparedWith: earlier.count)
    }

    /// A checkpoint alone, or at the end of a proof.
    private static func head(of text: String, by key: VerifierKey) throws -> TreeHead {
        let proof = try? TLogProof(text)
        return try Checkpoint(proof?.checkpoint ?? text, by: key).head
    }

    private static func signed(_ path: String) throws -> String {
        guard case .jwt(let text) = try HeldFile(reading: Array(InputFile.octets(at: path))).credential else {
            throw UsageProblem("The log knows certificates by their JWT; take the PDF, the badge or the .jwt.")
        }
        return text
    }
}

/// `SIZE:ROOT`.
struct HeadArgument: ExpressibleByArgument {
    let head: TreeHead

    init?(argument: String) {
        guard let head = TreeHead(argument) else { return nil }
        self.head = head
    }
}

extension LogVerdict {
    fileprivate func answer(comparedWith heads: Int) -> Answer {
        let counts = LogEntry.Operation.allCases.map { "\(operations[$0] ?? 0) \($0.rawValue)" }
        return Answer(
            [
                "intact": .bool(isIntact), "size": .integer(head.size), "root": .string("\(head.root)"),
                "signed_size": .count(signedSize),
                "operations": .object(
                    LogEntry.Operation.allCases.map { .init($0.rawValue, .integer(operations[$0] ?? 0)) }
                ),
                "compared_heads": .integer(heads), "broken_count": .integer(brokenCount),
                "broken": .list(broken, JSON.string),
                "file": file.map {
                    [
                        "index": .integer($0.index), "logged_at": Moment.json($0.at.date),
                        "revoked_at": Moment.json($0.revokedAt?.date),
                    ]
                } ?? .null,
            ],
            isGood: isIntact,
            .details(
                [
                    ("Log", isIntact ? .init("intact", .good) : .init("broken", .bad)),
                    ("Entries", .init("\(head.size): \(counts.joined(separator: ", "))")),
                    ("Head", .init("\(head)")),
                    (
                        "Signed",
                        .init(signedSize.map { "the first \($0)" } ?? "not yet", signedSize == nil ? .waiting : .plain)
                    ),
                ]
                    + (heads > 0 && isIntact
                        ? [("Compared", .init("it goes on from \(heads) head\(heads == 1 ? "" : "s") of before"))] : [])
                    + (file.map { [("File", .init($0.words))] } ?? [])
                    + broken.map { ("Broken", .init($0, .bad)) }
                    + (brokenCount > broken.count
                        ? [("Broken", .init("and \(brokenCount - broken.count) more", .bad))] : [])
            )
        )
    }
}

extension LogVerdict.Place {
    fileprivate var words: String {
        let logged = "entry \(index), logged at \(Moment.short(at.date, in: "UTC")) UTC"
        return revokedAt.map { "\(logged), revoked at \(Moment.short($0.date, in: "UTC")) UTC" } ?? logged
    }
}
