import ArgumentParser
import Domain

/// Takes a file of evidence out.
struct ProgressFetch: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Take a file of evidence out, to look at it.",
        usage: """
            registrar progress fetch <evidence> --output <file> [<options>]
            """,
        discussion: """
            The file is readable by you alone, and an erasure does not reach it: delete it when you \
            have seen it. That it was fetched stands in the audit trail.

            Example:
              registrar progress fetch 12 --output card.pdf
            """
    )

    @Argument(help: "The evidence, by its number.")
    var evidence: Int

    @Option(help: ArgumentHelp("Where to write it.", valueName: "file"), completion: .file())
    var output: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let fetched = try await desk.registrar.progress.fetch(
            EvidenceID(rawValue: evidence),
            by: try await desk.actor()
        )
        let target = try ExportTarget(path: output)
        do {
            try target.write(Array(fetched.octets))
            try target.finish()
        } catch {
            target.discard()
            throw error
        }
        let item = fetched.evidence
        return Answer(
            .object((item.json.members ?? []) + [.init("file", .string(output))]),
            .details([
                ("File", .init(output, .heading)), ("Type", .init("\(item.mediaType), \(item.sizeWords)")),
                ("Candidate", .init(fetched.candidate.words)), ("Requirement", .init(item.requirement)),
                ("Name", .init(item.name)), ("SHA-256", .init(item.sha256)),
            ])
        )
    }
}
