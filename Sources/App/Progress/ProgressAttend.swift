import ArgumentParser
import Domain

/// Says who came to one session.
struct ProgressAttend: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "attend",
        abstract: "Say who came to one session of a cohort, and who did not.",
        usage: """
            registrar progress attend <cohort> <session> [--came <candidate> ...]
                     [--absent <candidate> ...] [--rest-came] [--dry-run]
                     [<options>]
            """,
        discussion: """
            Sessions count from 1, as `cohort show` has them; one that has not begun is refused. \
            Said again, the last word counts. Who came to all sessions has attended the workshop; \
            `cohort complete` says it for the seat.

            Example:
              registrar progress attend MES-2027-01 1 --rest-came --absent 2841973
            """
    )

    @Argument(help: "The cohort's code.")
    var cohort: String

    @Argument(help: "The session's number.")
    var session: Int

    @Option(help: ArgumentHelp("Who came; may be given again.", valueName: "candidate"))
    var came: [String] = []

    @Option(help: ArgumentHelp("Who did not; may be given again.", valueName: "candidate"))
    var absent: [String] = []

    @Flag(name: .customLong("rest-came"), help: "Everyone who is not named came.")
    var restCame = false

    @OptionGroup var rehearsal: RehearsalOption
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let said = try await desk.registrar.progress.attend(
            AttendanceEntry(came: came, absent: absent, restCame: restCame),
            session: session,
            of: cohort,
            isRehearsal: rehearsal.dryRun,
            by: try await desk.actor()
        )
        return said.answer
    }
}

extension SessionAttendance {
    fileprivate var answer: Answer {
        Answer(
            [
                "cohort": .string(cohort), "session": .integer(session), "recorded": .bool(isRecorded),
                "candidates": .list(lines) { line in
                    [
                        "candidate": line.candidate.json, "came": line.came.map(JSON.bool) ?? .null,
                        "attendance": line.sessions?.json ?? .null,
                    ]
                },
            ],
            .words("Session \(session) of \(cohort), \(Moment.words(startsAt, in: timeZone)):"),
            Output.list(
                lines,
                none: "Nobody has a confirmed seat in \(cohort).",
                [
                    .number("CANDIDATE") { .init($0.candidate.number.rawValue) },
                    .text("NAME", gives: true) { .init($0.candidate.name?.rawValue) },
                    .text("CAME") {
                        .init($0.came.map { $0 ? "yes" : "no" } ?? "not said", $0.came == false ? .bad : .plain)
                    },
                    .text("WORKSHOP") { .init($0.sessions?.standing, $0.sessions?.state.tone ?? .plain) },
                ]
            ),
            .words(isRecorded ? "" : "Nothing was recorded: this was only tried.")
        )
    }
}
