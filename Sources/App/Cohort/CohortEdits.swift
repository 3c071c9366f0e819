import ArgumentParser
import Domain

/// Changes a cohort in two steps, a plan and its application.
struct CohortEdits: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Change a cohort's seats, times or places: first the plan, then its hash.",
        usage: """
            registrar cohort edit <code> [--capacity <capacity>]
                     [--session <start/end> ...] [--zone <zone>] [--venue <venue>]
                     [--online-url <url>] [--closes <time>]
                     [--dry-run | --apply <hash> | --yes] [<options>]
            """,
        discussion: """
            Sessions are given all anew; their times are wall-clock times in the cohort's \
            zone. Where a session moves, everyone with a seat or a place is told once, with \
            a new calendar entry. More seats are offered to who waits.

            Example:
              registrar cohort edit MES-2027-01 --venue "12 Main St, Boston"
              registrar cohort edit MES-2027-01 --capacity 8 --yes
            """
    )

    @Argument(help: "The cohort's code.")
    var code: String

    @Option(help: "Seats, 1 to 10.")
    var capacity: Int?

    @Option(help: ArgumentHelp("A session; give one for each.", valueName: "start/end"))
    var session: [SessionSpan] = []

    @Option(help: ArgumentHelp("IANA zone; give the sessions with it.", valueName: "zone"))
    var zone: String?

    @Option(help: "Where the sessions take place; empty for online alone.")
    var venue: String?

    @Option(
        name: .customLong("online-url"),
        help: ArgumentHelp("Where they take place online; empty for nowhere.", valueName: "url")
    )
    var onlineURL: String?

    @Option(help: ArgumentHelp("When registration closes.", valueName: "time"))
    var closes: String?

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard capacity != nil || !session.isEmpty || zone != nil || venue != nil || onlineURL != nil || closes != nil
        else { throw ValidationError("Say what is to change: --capacity, --session, --venue, …") }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let cohorts = desk.registrar.cohorts
        let edit = CohortEdit(
            capacity: capacity,
            timeZone: zone,
            sessions: session.isEmpty ? nil : session.map { .init(startsAt: $0.startsAt, endsAt: $0.endsAt) },
            venue: venue,
            onlineUrl: onlineURL,
            registrationClosesAt: closes
        )
        let plan = try await planning.outcome(hash: \CohortPlan.hash) {
            try await cohorts.planEdit(code: code, edit, by: actor)
        } apply: {
            try await cohorts.edit(code: code, edit, hash: $0, by: actor)
        }
        return plan.answer(done: "\(plan.cohort.code) is changed.", next: next(plan.cohort.code))
    }

    private func next(_ code: String) -> NextCommand {
        var next = NextCommand("registrar", "cohort", "edit", code).adding("--capacity", capacity.map(String.init))
        for span in session { next = next.adding("--session", "\(span.startsAt)/\(span.endsAt)") }
        return next.adding("--zone", zone).adding("--venue", venue).adding("--online-url", onlineURL)
            .adding("--closes", closes)
    }
}
