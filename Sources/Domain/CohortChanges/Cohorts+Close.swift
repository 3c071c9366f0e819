import Foundation
import Postgres

extension Cohorts {
    /// What closing would do to each hold, open offer and waiter; nothing of it happens yet.
    ///
    /// - Parameters:
    ///   - next: A cohort of the same program whose queue goes on with those who wait; nil ends their places.
    ///   - lapseOpen: Ends holds and open offers now, instead of at their own deadlines.
    package func planClose(
        code: String,
        carryTo next: String? = nil,
        lapseOpen: Bool = false,
        by actor: Actor
    ) async throws -> CohortPlan {
        try await plan(Closing(code: code, other: next, lapsesOpen: lapseOpen), by: actor)
    }

    /// Closes a cohort as planned: it takes no one new, and a seat freed later stays empty.
    ///
    /// - Throws: `Refusal` of kind conflict when the outcome is no longer the one that the plan's hash stands for.
    package func close(
        code: String,
        carryTo next: String? = nil,
        lapseOpen: Bool = false,
        hash: String,
        by actor: Actor
    ) async throws -> CohortPlan {
        try await apply(Closing(code: code, other: next, lapsesOpen: lapseOpen), hash: hash, by: actor)
    }
}

private struct Closing: CohortChange {
    static let verb = "cohort.close"
    static let end: Cohort.State? = .closed

    let code: String
    let other: String?
    let lapsesOpen: Bool

    var details: [String: String?] {
        ["carry_to": other?.uppercased(), "lapse_open": lapsesOpen ? "yes" : nil]
    }

    func outcomes(on stage: Stage, _: Connection) throws -> [CohortOutcome] {
        let cohort = stage.cohort
        try requireOpen(cohort)
        if let next = stage.other { try require(next, after: cohort) }
        let lines = stage.standings.map { standing in
            switch standing.state {
            case .held, .offered:
                guard !lapsesOpen else {
                    return CohortOutcome(standing, in: cohort, .lapses, letter: .closed).withCase(standing)
                }
                var line = CohortOutcome(standing, in: cohort, .kept)
                line.until = standing.expiresAt.map { Date(timeIntervalSince1970: $0.timeIntervalSince1970.rounded()) }
                return line
            case .waitlisted:
                guard let next = stage.other else {
                    return CohortOutcome(standing, in: cohort, .closed, letter: .closed).withCase(standing)
                }
                var line =
                    standing.isThere
                    ? CohortOutcome(standing, in: cohort, .there, letter: .closed).withCase(standing)
                    : CohortOutcome(standing, in: cohort, .carried, letter: .carried)
                line.target = next.code
                return line
            default:
                return CohortOutcome(standing, in: cohort, .stays)
            }
        }
        return [CohortOutcome(cohort, .closes, target: stage.other?.code)] + lines
    }

    private func requireOpen(_ cohort: Cohort) throws {
        switch cohort.state {
        case .open: return
        case .draft:
            throw Refusal.conflict(
                "cohort-not-open",
                "\(cohort.code) is a draft, and nobody can be in it: open it first, or cancel it."
            )
        case .closed, .completed:
            throw Refusal.conflict("cohort-completed", "\(cohort.code) has taken place already.")
        case .cancelled:
            throw Refusal.gone("cohort-cancelled", "\(cohort.code) was cancelled; nobody is in it any more.")
        }
    }

    private func require(_ next: Cohort, after cohort: Cohort) throws {
        guard next.id != cohort.id else {
            throw Refusal.conflict("carry-to-itself", "\(cohort.code) closes: carry its queue to another cohort.")
        }
        guard next.programCode == cohort.programCode else {
            throw Refusal.conflict(
                "carry-to-another-program",
                "People who wait for \(cohort.programCode) cannot be carried to \(next.code), a cohort of \(next.programCode)."
            )
        }
        guard next.state == .open else {
            throw Refusal.conflict(
                "carry-to-not-open",
                "\(next.code) is \(next.state.rawValue); carry the queue to a cohort that is open."
            )
        }
        if let startsAt = next.startsAt, startsAt <= next.now {
            throw Refusal.conflict("carry-to-started", "\(next.code) has started; carry the queue to a later cohort.")
        }
    }

    func carryOut(
        _ outcomes: [CohortOutcome],
        on stage: Stage,
        by actor: Actor,
        _ connection: Connection
    ) throws {
        let cohort = stage.cohort.id
        // 1. What ends here.
        try connection.end(outcomes.claims(.lapses), as: .lapsed)
        try connection.end(outcomes.claims(.closed, .there), as: .closed)
        try connection.end(outcomes.claims(.carried), as: .carried)
        try connection.record(
            outcomes.events(.lapsed, of: .lapses, in: cohort, by: actor, reason: .cohortClosed)
                + outcomes.events(.closed, of: .closed, .there, in: cohort, by: actor, reason: .cohortClosed)
                + outcomes.events(.carried, of: .carried, in: cohort, by: actor, reason: .cohortClosed)
        )
        try connection.openCases(ofEnded: outcomes.claims(.lapses, .closed, .there))
        try connection.enqueue(outcomes.filter { $0.fate != .carried }.letters)
        // 2. What goes on there, at the tail of the queue.
        if let next = stage.other {
            let carried = try connection.carry(outcomes.claims(.carried), to: next.id)
            try connection.record(carried.map { Event($0, in: next.id, .waitlisted, by: actor) })
            try connection.takeMoneyAlong(to: carried, by: actor)
            try connection.enqueue(carried.map { Letter(.carried, to: $0) })
        }
        try connection.settleElsewhere(
            for: outcomes.claims(.lapses),
            beside: [cohort] + (stage.other.map { [$0.id] } ?? [])
        )
        // 3. The closing.
        try connection.execute("UPDATE cohort SET state = 'closed' WHERE id = \(cohort)")
    }
}

extension Connection {
    /// Queues people anew behind everyone in a locked cohort, in their order of arrival; what was promised stays so.
    fileprivate func carry(_ claims: [EnrollmentID], to next: CohortID) throws -> [EnrollmentID] {
        guard !claims.isEmpty else { return [] }
        let carried: [EnrollmentID] = try all(
            """
            WITH counted AS (
                UPDATE cohort
                SET last_arrival = last_arrival + \(claims.count)
                WHERE id = \(next)
                RETURNING last_arrival - \(claims.count) AS before, cohort_clock(last_event_at) AS now
            )
            INSERT INTO enrollment (
                cohort_id, person_id, state, arrival, name, time_zone, reserved_at, address_confirmed_at, entry_id,
                predecessor_id, terms, transfers
            )
            SELECT
                \(next), person_id, 'waitlisted', counted.before + row_number() OVER (ORDER BY arrival), name, time_zone,
                counted.now, address_confirmed_at, entry_id, id, terms, transfers
            FROM enrollment
            CROSS JOIN counted
            WHERE id = ANY(\(claims))
            ORDER BY arrival
            RETURNING id
            """
        )
        return carried.sorted()
    }
}
