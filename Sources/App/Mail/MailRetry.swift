import ArgumentParser
import Domain

/// Sends a mail again, dead or done, or every dead one.
struct MailRetry: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Send a mail again, dead or done, with all its attempts before it.",
        usage: """
            registrar mail retry <number> [<options>]
            registrar mail retry --all-dead [--dry-run] [<options>]
            """,
        discussion: """
            Example:
              registrar mail retry 42
              registrar mail retry --all-dead --dry-run
            """
    )

    @Argument(help: "The mail's number, from `mail list`.")
    var number: Int?

    @Flag(name: .customLong("all-dead"), help: "Every mail that was given up.")
    var isForAllDead = false

    @Flag(name: .customLong("dry-run"), help: "Only say which those are.")
    var isDryRun = false

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard (number != nil) != isForAllDead else {
            throw ValidationError("Give the number of a mail, or --all-dead.")
        }
        guard !isDryRun || isForAllDead else { throw ValidationError("--dry-run goes with --all-dead.") }
    }

    func answer(at desk: Desk) async throws -> Answer {
        guard let number else { return try await retryDead(at: desk) }
        let job = try await desk.registrar.jobs.retry(JobID(rawValue: number), by: try await desk.actor())
        return Answer(job.json, .words("Mail \(job.id) is \(job.state.rawValue) and goes out at once."))
    }

    private func retryDead(at desk: Desk) async throws -> Answer {
        let dead = try await desk.registrar.jobs.retryDead(dryRun: isDryRun, by: try await desk.actor())
        let words = isDryRun ? "would go out again." : "go out at once, each with all its attempts before it."
        return Answer(
            ["items": .array(dead.map(\.json)), "next": .null, "is_dry_run": .bool(isDryRun)],
            Output.list(
                dead,
                none: "No mail is dead.",
                [
                    .number("NO") { .init($0.id.rawValue) }, .text("SAYS") { .init($0.says) },
                    .text("TO") { .init($0.email?.rawValue) },
                    .text("ERROR", gives: true) { .init($0.lastError, .bad) },
                ]
            ),
            .words(dead.isEmpty ? "" : "\(dead.count) mails \(words)")
        )
    }
}
