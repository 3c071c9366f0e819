import ArgumentParser
import Domain

/// Lists mail, newest first.
struct MailList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List mail, newest first.",
        usage: """
            registrar mail list [--state <state>] [--to <address>] [--limit <limit>]
                     [<options>]
            """,
        discussion: """
            Example:
              registrar mail list
              registrar mail list --state dead
              registrar mail list --to ada@example.org
            """
    )

    @Option(help: ArgumentHelp("Only mail in this state.", valueName: "state"))
    var state: Job.State?

    @Option(name: .customLong("to"), help: ArgumentHelp("Only mail to this address.", valueName: "address"))
    var address: String?

    @Option(help: "How many, 1 to 1000.")
    var limit = 50

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit takes 1 to 1000.") }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let to: EmailAddress?
        do { to = try address.map { try EmailAddress(typed: $0) } } catch let input as InvalidInput {
            throw input.refusal
        }
        let jobs = try await desk.registrar.jobs.list(state: state, to: to, limit: limit, by: actor)
        let counts = try await desk.registrar.jobs.count(by: actor)
        let outage = try await desk.registrar.jobs.outage()
        return Answer(
            [
                "items": .array(jobs.map(\.json)), "next": .null,
                "counts": .object(Job.State.allCases.map { .init($0.rawValue, .integer(counts[$0] ?? 0)) }),
                "outage": outage?.json ?? .null,
            ],
            .words(outage?.sentence ?? ""),
            .words(
                Job.State.allCases.compactMap { state in counts[state].map { "\($0) \(state.rawValue)" } }.joined(
                    separator: ", "
                )
            ),
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

extension MailOutage {
    var json: JSON {
        [
            "since": Moment.json(since), "tries": .integer(tries), "next_try_at": Moment.json(nextTryAt),
            "words": .string(words),
        ]
    }

    fileprivate var sentence: String {
        """
        The mail server cannot be used since \(Moment.short(since, in: "UTC")) UTC (\(tries) tries, the next \
        \(Moment.short(nextTryAt, in: "UTC"))): \(words)
        """
    }
}

extension Job.State: ExpressibleByArgument {
    public init?(argument: String) { self.init(rawValue: argument) }

    public static var allValueStrings: [String] { allCases.map(\.rawValue) }

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
