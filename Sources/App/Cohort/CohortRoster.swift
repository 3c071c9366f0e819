import ArgumentParser
import Domain

/// Shows who is in a cohort: seats first, then the queue, then those whose claim has ended.
struct CohortRoster: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "roster",
        abstract: "Show who is in a cohort: seats, then the queue, then what has ended.",
        discussion: """
            The number in the first column is what the verbs of `seat` take. Those who have \
            not confirmed their address yet are marked with “?”.

            Example:
              registrar cohort roster MES-2027-01-22
              registrar seat confirm 12
            """
    )

    @Argument(help: "The cohort's code.")
    var code: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let roster = try await desk.registrar.cohorts.roster(code: code, by: try await desk.actor())
        let cohort = roster.cohort
        let hasDeadlines = roster.entries.contains { $0.expiresAt != nil }
        return Answer(
            ["cohort": cohort.json, "items": .list(roster.entries, \.json), "next": .null],
            .words("\(cohort.code), \(cohort.programName): \(cohort.state.rawValue), \(cohort.seatWords)."),
            Output.list(
                roster.entries,
                none: "Nobody asked for a seat yet.",
                [
                    .number("NO") { .init($0.id.rawValue) },
                    .text("PLACE") { .init($0.place) },
                    .text("STATE") { .init($0.state.rawValue + ($0.awaitsAddress ? " ?" : ""), $0.state.tone) },
                    .text("NAME", gives: true) { .init($0.name.rawValue) },
                    .text("ADDRESS", gives: true) { .init($0.email.rawValue) },
                    .text("UNTIL") { entry in .init(entry.expiresAt.map { Moment.short($0, in: cohort.timeZone) }) },
                ].filter { $0.title != "UNTIL" || hasDeadlines }
            ),
            .hint(hasDeadlines ? "Times are in \(cohort.timeZone)." : "")
        )
    }
}

extension Roster.Entry {
    fileprivate var place: String? {
        seatNumber.map { "seat \($0)" } ?? position.map { "queue \($0)" }
    }

    fileprivate var awaitsAddress: Bool { state.isLive && !addressConfirmed }

    fileprivate var json: JSON {
        [
            "id": .integer(id.rawValue), "state": .string(state.rawValue), "name": .string(name.rawValue),
            "email": .string(email.rawValue), "seat_number": .count(seatNumber), "position": .count(position),
            "expires_at": Moment.json(expiresAt), "address_confirmed": .bool(addressConfirmed),
            "arrival": .integer(arrival), "reserved_at": Moment.json(reservedAt),
        ]
    }
}

extension Enrollment.State {
    var tone: Tone {
        switch self {
        case .confirmed, .attended: .good
        case .held, .offered, .waitlisted: .waiting
        case .noShow, .lapsed, .declined, .withdrawn, .closed, .carried, .transferred, .removed, .cancelled: .faint
        }
    }
}
