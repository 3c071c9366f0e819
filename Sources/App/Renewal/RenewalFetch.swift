import ArgumentParser
import Domain

/// Takes a file out that was brought towards renewal.
struct RenewalFetch: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Take a file out that was brought towards renewal.",
        usage: """
            registrar renewal fetch <credit> --output <file> [<options>]
            """,
        discussion: """
            The file is readable by you alone, and an erasure does not reach it: delete it when you \
            have seen it. That it was fetched stands in the audit trail.

            Example:
              registrar renewal fetch 12 --output log.pdf
            """
    )

    @Argument(help: "The credit, by its number.")
    var credit: Int

    @Option(help: ArgumentHelp("Where to write it.", valueName: "file"), completion: .file())
    var output: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let fetched = try await desk.registrar.renewals.fetch(
            RenewalCreditID(rawValue: credit),
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
        return Answer(
            .object((fetched.credit.json.members ?? []) + [.init("output", .string(output))]),
            fetched.credit.details,
            .words("Written to \(output).")
        )
    }
}
