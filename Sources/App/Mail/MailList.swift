import ArgumentParser
import Domain

/// Lists mail, newest first.
struct MailList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List mail, newest first.",
        usage: "registrar mail list [--state <state>] [--limit <limit>] [<options>]",
        discussion: """
            Example:
              registrar mail list
              registrar mail list --state dead
            """
    )

    @Option(help: ArgumentHelp("Only mail in this state.", valueName: "state"))
    var state: Job.State?

    @Option(help: "How many, 1 to 1000.")
    var limit = 50

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit takes 1 to 1000.") }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let jobs = try await desk.registrar.jobs.list(state: state, limit: limit, by: try await desk.actor())
        return Answer(
            .page(jobs, \.json),
            Output.list(
                jobs,
                none: "There is no such mail.",
                [
                    .number("NO") { .init($0.id.rawValue) },
                    .text("STATE") { .init($0.state.rawValue, $0.state.tone) },
                    .text("SAYS") { .init($0.says) },
                    .text("TO", gives: true) { .init($0.email?.rawValue) },
                    .text("COHORT") { .init($0.cohort) },
                    .text("SINCE (UTC)") { .init(Moment.short($0.finishedAt ?? $0.createdAt, in: "UTC")) },
                ]
            )
        )
    }
}

extension Job.State: ExpressibleByArgument {
    public init?(argument: String) { self.init(rawValue: argument) }

    public static var allValueStrings: [String] { ["queued", "running", "retrying", "done", "dead"] }

    var tone: Tone {
        switch self {
        case .queued, .running: .plain
        case .retrying: .waiting
        case .done: .good
        case .dead: .bad
        }
    }
}

extension Job {
    var says: String { kind.replacing("mail.", with: "").replacing("_", with: " ") }

    var json: JSON { .object(members) }

    var members: [JSON.Member] {
        [
            .init("id", .integer(id.rawValue)), .init("kind", .string(kind)), .init("state", .string(state.rawValue)),
            .init("to", .text(email?.rawValue)), .init("cohort", .text(cohort)),
            .init("enrollment", .count(enrollmentId?.rawValue)), .init("attempts", .integer(attempts)),
            .init("created_at", Moment.json(createdAt)), .init("run_at", Moment.json(runAt)),
            .init("finished_at", Moment.json(finishedAt)), .init("last_error", .text(lastError)),
            .init("result", .text(result)),
        ]
    }
}
