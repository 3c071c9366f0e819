import Foundation
import Postgres

extension Cohorts {
    /// What an edit would change, and who is told of it: everyone with a live claim, once, where a session moves.
    package func planEdit(code: String, _ edit: CohortEdit, by actor: Actor) async throws -> CohortPlan {
        try await plan(Editing(code: code, edit: edit), by: actor)
    }

    /// Changes a cohort as planned; seats that come with it are offered to who waits.
    ///
    /// - Throws: `Refusal` of kind invalid that lists every problem; of kind conflict for a seat that is taken above the
    ///   new capacity, and when the outcome is no longer the one that the plan's hash stands for.
    package func edit(code: String, _ edit: CohortEdit, hash: String, by actor: Actor) async throws -> CohortPlan {
        try await apply(Editing(code: code, edit: edit), hash: hash, by: actor)
    }
}

private struct Editing: CohortChange {
    static let verb = "cohort.edit"
    static let end: Cohort.State? = nil

    let code: String
    let edit: CohortEdit

    func outcomes(on stage: Stage, _ connection: Connection) throws -> [CohortOutcome] {
        let cohort = stage.cohort
        try requireEditable(cohort)
        let checked = try checked(stage, connection)
        try requireFree(above: checked.draft.capacity, stage)
        let moves = Self.changes(from: stage.sessions, to: checked.sessions)
        var changes: [String] = []
        func compare(_ what: String, _ before: String, _ after: String) {
            if before != after { changes.append("\(what): \(before) → \(after)") }
        }
        compare("capacity", "\(cohort.capacity)", "\(checked.draft.capacity)")
        compare("time zone", cohort.timeZone, checked.draft.timeZone)
        changes += moves
        compare(
            "registration closes",
            cohort.registrationClosesAt.words(in: checked.draft.timeZone),
            (checked.closesAt ?? cohort.registrationClosesAt).words(in: checked.draft.timeZone)
        )
        guard !changes.isEmpty else { return [] }
        let told = moves.isEmpty ? [] : stage.standings
        return [CohortOutcome(cohort, .changes, changes: changes)]
            + told.map { CohortOutcome($0, in: cohort, .told, letter: .changed) }
    }

    func carryOut(
        _ outcomes: [CohortOutcome],
        on stage: Stage,
        by actor: Actor,
        _ connection: Connection
    ) throws {
        let cohort = stage.cohort.id
        let checked = try checked(stage, connection)
        try connection.execute(
            """
            UPDATE cohort
            SET capacity = \(checked.draft.capacity), time_zone = \(checked.draft.timeZone),
                registration_closes_at = \(checked.closesAt ?? stage.cohort.registrationClosesAt)
            WHERE id = \(cohort)
            """
        )
        let told = outcomes.claims(.told)
        guard Self.changes(from: stage.sessions, to: checked.sessions) != [] else { return }
        try connection.execute("DELETE FROM session WHERE cohort_id = \(cohort)")
        try connection.insert(checked.sessions, of: cohort)
        let deadlines = try connection.endByTheStart(of: cohort)
        try connection.record(
            outcomes.filter { $0.fate == .told }.compactMap { outcome in
                outcome.enrollment.map {
                    Event($0, in: cohort, .changed, by: actor, seatNumber: outcome.seatNumber, deadline: deadlines[$0])
                }
            }
        )
        try connection.enqueue(told.map { Letter(.changed, to: $0) })
    }

    private func checked(_ stage: Stage, _ connection: Connection) throws -> CheckedDraft {
        guard !edit.isEmpty else { throw Refusal.invalid("edit", "Say what is to change.") }
        var checked = CheckedDraft(edit, of: stage.cohort, stage.sessions)
        try connection.checkZones(of: checked.draft, &checked.problems)
        guard checked.problems.isEmpty else { throw Refusal.invalid(checked.problems) }
        return checked
    }

    private func requireEditable(_ cohort: Cohort) throws {
        switch cohort.state {
        case .draft, .open, .closed: return
        case .completed:
            throw Refusal.conflict("cohort-completed", "\(cohort.code) has taken place; it stays as it was.")
        case .cancelled: throw Refusal.gone("cohort-cancelled", "\(cohort.code) was cancelled; it stays as it was.")
        }
    }

    private func requireFree(above capacity: Int, _ stage: Stage) throws {
        guard let highest = stage.standings.filter({ ($0.seatNumber ?? 0) > capacity }).last,
            let number = highest.seatNumber
        else { return }
        throw Refusal.conflict(
            "seat-taken",
            """
            Seat \(number) of \(stage.cohort.code) is taken (enrollment \(highest.id), \(highest.state.rawValue)), so the \
            capacity cannot go below \(number). Transfer or remove them first.
            """
        )
    }

    /// What is different of the sessions, one line for each that comes, goes or moves.
    private static func changes(from present: [Session], to next: [CheckedDraft.Session]) -> [String] {
        let before = present.map { words($0.startsAt, $0.endsAt, $0.timeZone, $0.venue, $0.onlineUrl) }
        let after = next.map { words($0.startsAt, $0.endsAt, $0.timeZone, $0.venue, $0.onlineUrl) }
        return (0..<max(before.count, after.count)).compactMap { index in
            let (old, new) = (
                index < before.count ? before[index] : "none", index < after.count ? after[index] : "none"
            )
            return old == new ? nil : "session \(index + 1): \(old) → \(new)"
        }
    }

    private static func words(
        _ start: Date,
        _ end: Date,
        _ zone: String,
        _ venue: String?,
        _ onlineUrl: String?
    ) -> String {
        let place = [venue, onlineUrl].compactMap(\.self).joined(separator: ", ")
        return "\(start.words(in: zone)) to \(end.words(in: zone)) (\(zone)), \(place)"
    }
}

extension Connection {
    /// No hold and no offer outlasts the start; one that was to end later ends with it now. Answers the new deadlines.
    fileprivate func endByTheStart(of cohort: CohortID) throws -> [EnrollmentID: Date] {
        struct Deadline: Decodable {
            let id: EnrollmentID
            let expiresAt: Date
        }
        let moved: [Deadline] = try all(
            """
            UPDATE enrollment
            SET expires_at = dates.starts_at
            FROM (SELECT min(starts_at) AS starts_at FROM session WHERE cohort_id = \(cohort)) AS dates
            WHERE enrollment.cohort_id = \(cohort)
                AND enrollment.state IN ('held', 'offered')
                AND enrollment.expires_at > dates.starts_at
                AND dates.starts_at > registrar_clock()
            RETURNING enrollment.id, enrollment.expires_at
            """
        )
        return Dictionary(moved.map { ($0.id, $0.expiresAt) }, uniquingKeysWith: { first, _ in first })
    }
}

extension Date {
    /// `2027-01-22T09:00:00-05:00`
    fileprivate func words(in zone: String) -> String {
        let zone = TimeZone(identifier: zone) ?? .gmt
        return formatted(Date.ISO8601FormatStyle(timeZoneSeparator: .colon, timeZone: zone))
    }
}
