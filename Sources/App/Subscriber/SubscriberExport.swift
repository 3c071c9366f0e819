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
                     [--source <code>] [--program <code>] [--cohort <code>]
                     [--state <state>] [--since <day>] [<options>]
            """,
        discussion: """
            The list goes to standard output, or to a file that appears when it is whole; \
            what was written and what was held back is told beside it. Every export is \
            audited. Filters may be given again for any of several values, and all kinds \
            must hold. Kit's people without a first name go to a second file, beside \
            list.csv to list.without-name.csv.

            Example:
              registrar subscriber export --profile kajabi > subscribers.csv
              registrar subscriber export --profile kit --output list.csv
              registrar subscriber export --profile mailchimp --program MES \\
                --state certified --since 2027-01-01 --output certified.csv
            """
    )

    @Option(help: ArgumentHelp("The form that the importing tool wants.", valueName: "profile"))
    var profile: ExportProfile

    @Option(
        help: ArgumentHelp("Write to this file instead, readable by you alone.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @Option(
        help: ArgumentHelp("Write rows that look like a formula to this file.", valueName: "file"),
        completion: .file()
    )
    var quarantine: String?

    @Flag(help: "Replace files that are there already.")
    var force = false

    @OptionGroup(title: "Who") var filter: ExportFilterOptions

    @OptionGroup var options: DeskOptions

    func run() async throws {
        // A reader that goes away is an error to report and to audit, not the end of this process.
        signal(SIGPIPE, SIG_IGN)
        let interruption = Interruption()
        let summary = try await Desk.open(options) { desk in
            let actor = try await desk.actor()
            var targets: [ExportTarget] = []
            do {
                let summary = try await export(desk, to: outlets(&targets, until: interruption), by: actor)
                try ExportTarget.finish(targets)
                return summary
            } catch {
                for target in targets { target.discard() }
                throw error
            }
        }
        Output.show(answer(summary), asJSON: options.json, on: output == nil ? STDERR_FILENO : STDOUT_FILENO)
    }

    private func export(_ desk: Desk, to outlets: ExportOutlets, by actor: Actor) async throws -> ExportSummary {
        let bar = ProgressBar("people")
        defer { bar.end() }
        let progress: @Sendable (Int, Int) -> Void = { done, all in bar.show(done, of: max(done, all)) }
        return try await desk.registrar.subscribers.export(
            profile: profile,
            filter: filter.filter,
            to: outlets,
            by: actor,
            progress: bar.isShown ? progress : nil
        )
    }

    /// Opens every file before the first row leaves.
    private func outlets(_ targets: inout [ExportTarget], until interruption: Interruption) throws -> ExportOutlets {
        func outlet(_ path: String?) throws -> ExportOutlets.Outlet? {
            guard let path else { return nil }
            let target = try ExportTarget(path: path, replaces: force)
            targets.append(target)
            return target.outlet
        }
        let list = try outlet(output) ?? ExportTarget.standardOutput.outlet
        return ExportOutlets(
            list: { octets in
                try interruption.check()
                try list(octets)
            },
            withoutName: profile == .kit ? try outlet(nameless) : nil,
            quarantine: try outlet(quarantine)
        )
    }

    /// `list.csv` has `list.without-name.csv` beside it.
    private var nameless: String? {
        output.map { output in
            let url = URL(filePath: output)
            let name = url.deletingPathExtension().lastPathComponent + ".without-name"
            let end = url.pathExtension.isEmpty ? "" : "." + url.pathExtension
            return String(output.dropLast(url.lastPathComponent.count)) + name + end
        }
    }

    private func answer(_ summary: ExportSummary) -> Answer {
        let beside = summary.withoutName.map { (rows: $0.rows, sha256: $0.sha256, file: nameless ?? "") }
        return Answer(
            [
                "profile": .string(summary.profile.rawValue), "rows": .integer(summary.rows),
                "sha256": .string(summary.sha256), "file": .text(output),
                "filter": .string(filter.filter.words),
                "held_back": .list(summary.heldBack, \.json),
                "quarantine": .text(quarantine),
                "without_name": .object(
                    beside.map {
                        [
                            .init("rows", .integer($0.rows)), .init("sha256", .string($0.sha256)),
                            .init("file", .string($0.file)),
                        ]
                    } ?? []
                ),
            ],
            .words(
                "\(Self.people(summary.rows)) in the form \(summary.profile.rawValue), in \(output ?? "standard output")."
            ),
            .words(beside.map { "\(Self.people($0.rows)) without a first name, in \($0.file)." } ?? ""),
            .details([
                ("Who", .init(filter.filter.words)), ("SHA-256", .init(summary.sha256)),
                ("Of the second", .init(beside?.sha256)),
            ]),
            .details(
                summary.heldBack.flatMap { held in
                    [(label: "Held back", value: Table.Cell("\(held.count), \(held.reason.words)", .waiting))]
                        + held.rows.map { (label: "", value: Table.Cell($0, .faint)) }
                }
            ),
            .words(quarantine.map { "Rows that look like a formula are in \($0)." } ?? "")
        )
    }

    private static func people(_ count: Int) -> String { count == 1 ? "1 person" : "\(count) people" }
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
