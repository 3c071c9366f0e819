import ArgumentParser
import Domain

/// Sends a mail again, dead or done.
struct MailRetry: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Send a mail again, dead or done, with all its attempts before it.",
        discussion: """
            Example:
              registrar mail retry 42
            """
    )

    @Argument(help: "The mail's number, from `mail list`.")
    var number: Int

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let job = try await desk.registrar.jobs.retry(JobID(rawValue: number), by: try await desk.actor())
        return Answer(job.json, .words("Mail \(job.id) is \(job.state.rawValue) and goes out at once."))
    }
}
