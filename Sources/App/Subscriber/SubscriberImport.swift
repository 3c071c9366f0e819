import ArgumentParser
import Domain
import Foundation
import Postgres

/// Imports a list from another tool in two steps, a plan and its application.
struct SubscriberImport: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import a list of another tool: first the plan, then with its hash.",
        usage: """
            registrar subscriber import <file>
                     [--source <code> --given-on <day>
                      (--wording <words> | --wording-version <number>)]
                     [--dry-run | --apply <hash> | --yes] [<options>]
            """,
        discussion: """
            CSV of any profile or with headings like them, in any order, or the profile \
            jsonl. Encoding and delimiter are told apart. Where consent came from, when it \
            was given and to which words is its proof; rows that have it, by options or in \
            their own cells, are on the list. Without proof they enter as to be confirmed, \
            and no mail goes out. Nobody is put back who left, and no address that is \
            suppressed. Rows that are bad, or begin like a formula, are told and left out.

            Example:
              registrar subscriber import kajabi.csv
              registrar subscriber import kajabi.csv --source met_101 \\
                --given-on 2026-05-31 --wording "Yes, send me updates."
              registrar subscriber import liste.csv --column email=Anschrift
            """
    )

    @Argument(help: "The file, in CSV or jsonl.", completion: .file(extensions: ["csv", "jsonl"]))
    var file: String

    @Option(help: ArgumentHelp("Where the people agreed, as met_101.", valueName: "code"))
    var source: String?

    @Option(
        name: .customLong("given-on"),
        help: ArgumentHelp("On which day they agreed, at the latest.", valueName: "day")
    )
    var givenOn: DayArgument?

    @Option(help: ArgumentHelp("The words that they agreed to, as they stood there.", valueName: "words"))
    var wording: String?

    @Option(
        name: .customLong("wording-version"),
        help: ArgumentHelp("The number of a wording that is kept here.", valueName: "number")
    )
    var wordingVersion: Int?

    @Option(help: ArgumentHelp("What they want mail for.", valueName: "purpose"))
    var purpose = "updates"

    @Option(help: ArgumentHelp("The form that the file has; found out if left out.", valueName: "profile"))
    var profile: ExportProfile?

    @Option(help: ArgumentHelp("How its letters are written; found out if left out.", valueName: "encoding"))
    var encoding: TextEncoding?

    @Option(
        help: ArgumentHelp("What a heading means, as email=Anschrift; may be given again.", valueName: "column=heading")
    )
    var column: [ColumnArgument] = []

    @OptionGroup var planning: PlanOptions

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard wording == nil || wordingVersion == nil else {
            throw ValidationError("Give only one of --wording and --wording-version.")
        }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let subscribers = desk.registrar.subscribers
        let list = try list()
        let bar = ProgressBar("MB")
        defer { bar.end() }
        let progress: @Sendable (Int, Int) -> Void = { done, all in bar.show(done >> 20, of: max(1, all >> 20)) }
        let plan = try await planning.outcome(hash: \ListPlan.hash) {
            try await subscribers.planImport(list, by: actor, progress: progress)
        } apply: {
            try await subscribers.applyImport(list, hash: $0, by: actor, progress: progress)
        }
        bar.end()
        return plan.answer(next: next)
    }

    private func list() throws -> ListImport {
        let path = file
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber)?.intValue ?? 0
        var list = ListImport(ListFile(name: path, size: size) { try OctetSource.file(at: path) })
        list.profile = profile
        list.encoding = encoding
        list.headings = Dictionary(column.map { ($0.column, $0.heading) }, uniquingKeysWith: { _, last in last })
        list.purpose = purpose
        list.proof = ConsentProof(
            source: source,
            givenOn: givenOn?.day,
            wording: wording.map { .text($0) } ?? wordingVersion.map { .version($0) }
        )
        return list
    }

    /// The same command again, to be given the hash.
    private var next: NextCommand {
        var next = NextCommand("registrar", "subscriber", "import", file)
            .adding("--source", source)
            .adding("--given-on", givenOn?.day.description)
            .adding("--wording", wording)
            .adding("--wording-version", wordingVersion.map(String.init))
            .adding("--purpose", purpose == "updates" ? nil : purpose)
            .adding("--profile", profile?.rawValue)
            .adding("--encoding", encoding?.rawValue)
        for column in column { next = next.adding("--column", "\(column.column.rawValue)=\(column.heading)") }
        return next
    }
}

/// `email=Anschrift`: what a heading means.
struct ColumnArgument: ExpressibleByArgument {
    let column: ListColumn
    let heading: String

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let column = ListColumn(rawValue: String(parts[0])) else { return nil }
        self.column = column
        heading = String(parts[1])
    }
}

extension TextEncoding: ExpressibleByArgument {}
