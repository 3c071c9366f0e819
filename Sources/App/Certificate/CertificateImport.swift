import ArgumentParser
import Domain
import Foundation

/// Imports certificates of the time before this register in two steps, a plan and its application.
struct CertificateImport: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import old certificates from a CSV: first the plan, then with its hash.",
        usage: """
            registrar certificate import <file>
                     [--dry-run | --apply <hash> | --yes]
                     [--leave-out-bad] [<options>]
            """,
        discussion: """
            The header names number, name, program, issued and expires, in any order; it may \
            name email, credential (as it was called then), status, status_since and city. \
            A date is as exact as it is known: 1996-05-31, 1996-05 or 1996; expires may be \
            none. What is in term is signed; of what has ended the page tells the end. Who \
            may be one human is listed and never merged. While a row is bad nothing is \
            imported, unless bad rows are left out. Killed halfway, the same hash goes on.

            Example:
              registrar certificate import holders.csv
              registrar certificate import holders.csv --apply 3f0c…
              registrar certificate import holders.csv --yes --leave-out-bad
            """
    )

    @Argument(help: "The file, in CSV.", completion: .file(extensions: ["csv"]))
    var file: String

    @OptionGroup var planning: PlanOptions

    @Flag(name: .customLong("leave-out-bad"), help: "Import the rows that are right, and leave the others out.")
    var leavesOutBad = false

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let certificates = desk.registrar.certificates
        let source = TableSource(name: file, octets: try InputFile.octets(at: file))
        let (rows, signatures) = (ProgressBar("rows"), ProgressBar("signatures"))
        let plan = try await planning.outcome(hash: \LegacyPlan.hash) {
            try await certificates.planImport(source, by: actor)
        } apply: {
            try await certificates.applyImport(source, hash: $0, leavingOutBad: leavesOutBad, by: actor) {
                step,
                done,
                all in
                (step == .rows ? rows : signatures).show(done, of: all)
            }
        }
        signatures.end()
        return plan.answer(
            next: NextCommand("registrar", "certificate", "import", file)
                .adding("--leave-out-bad", if: plan.badRows > 0)
        )
    }
}

extension LegacyPlan {
    /// So many problems are told on a screen; `--json` has a thousand.
    private static let mostLines = 20

    fileprivate func answer(next: NextCommand) -> Answer {
        let opening: [Block] = [
            .details(totals.filter { $0.subject != "file" }.map { ($0.subject, .init($0.words)) }),
            .table(
                Table(
                    samples,
                    [
                        .number("LINE") { .init($0.line) },
                        .text("NUMBER", gives: true) { .init($0.number) },
                        .text("NAME", gives: true) { .init($0.name) },
                        .text("CREDENTIAL", gives: true) { .init($0.credential) },
                        .text("ISSUED") { .init($0.issued) },
                        .text("EXPIRES") { .init($0.expires ?? "none") },
                        .text("BECOMES") { .init($0.becomes.rawValue, $0.becomes.tone) },
                    ]
                )
            ),
            .hint(rows > samples.count && !samples.isEmpty ? "… and \(rows - samples.count) more." : ""),
        ]
        let command = next.adding("--apply", hash).lines.joined(separator: "\n")
        let ending: [Block] = [.words(words)] + (stage == .shown && rows > 0 ? [.verbatim(command)] : [])
        return Answer(
            json,
            isGood: stage != .shown || problemCount == 0,
            opening + proposalBlocks + problemBlocks + ending
        )
    }

    private var proposalBlocks: [Block] {
        guard !proposals.isEmpty else { return [] }
        let shown = proposals.prefix(Self.mostLines)
        return [
            .words("Perhaps one human, for you to look at; nobody is merged by this:"),
            .table(
                Table(
                    Array(shown),
                    [
                        .number("LINE") { .init($0.line) },
                        .text("NAME", gives: true) { .init($0.name) },
                        .text("AS") { .init($0.otherWords) },
                        .text("BECAUSE OF") { .init($0.because.words) },
                    ]
                )
            ),
            .hint(proposalCount > shown.count ? "… and \(proposalCount - shown.count) more." : ""),
        ]
    }

    private var problemBlocks: [Block] {
        guard !problems.isEmpty else { return [] }
        let shown = problems.prefix(Self.mostLines)
        return [
            .verbatim(shown.map(\.message).joined(separator: "\n")),
            .hint(
                problemCount > shown.count ? "… and \(problemCount - shown.count) more; --json tells a thousand." : ""
            ),
        ]
    }

    private var words: String {
        let signing = toSign > 0 ? ", \(toSign) of them to sign" : ""
        return switch stage {
        case .shown where rows == 0: "There is nothing to import."
        case .shown where badRows > 0:
            """
            \(badRows) rows are bad, and nothing was imported. Correct them and make the plan again, or import the other \
            \(rows) without them:
            """
        case .shown: "\(rows) to import\(signing). Nothing was changed yet. To carry out this plan:"
        case .ordered:
            "Imported: \(rows). The key files are not here, so the service beside them signs \(toSign) of them."
        case .applied: "Imported: \(rows)\(toSign > 0 ? ", of which \(toSign) were signed" : "")."
        }
    }

    private var json: JSON {
        [
            "hash": .string(hash), "applied": .bool(stage != .shown), "ordered": .bool(stage == .ordered),
            "rows": .integer(rows), "to_sign": .integer(toSign), "bad_rows": .integer(badRows),
            "problem_count": .integer(problemCount),
            "problems": .list(problems) { ["place": .string($0.field), "message": .string($0.message)] },
            "totals": .list(totals) { ["what": .string($0.subject), "value": .string($0.words)] },
            "ignored_columns": .list(ignoredColumns, JSON.string),
            "samples": .list(samples) {
                [
                    "line": .integer($0.line), "number": .string($0.number), "name": .string($0.name),
                    "credential": .string($0.credential), "issued": .string($0.issued), "expires": .text($0.expires),
                    "becomes": .string($0.becomes.rawValue),
                ]
            },
            "proposal_count": .integer(proposalCount),
            "proposals": .list(proposals) {
                [
                    "line": .integer($0.line), "name": .string($0.name), "other_line": .count($0.otherLine),
                    "other_person": .count($0.otherPerson?.rawValue), "because": .string($0.because.rawValue),
                ]
            },
        ]
    }
}

extension LegacyPlan.Proposal {
    fileprivate var otherWords: String {
        if let otherLine { return "line \(otherLine)" }
        return otherPerson.map { "person \($0)" } ?? ""
    }
}

extension MergeProposal.Because {
    var words: String {
        switch self {
        case .address: "the address"
        case .nameAndCity: "name and city"
        }
    }
}
