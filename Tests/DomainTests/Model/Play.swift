import Domain
import Foundation
import Postgres
import TestSupport

/// One scenario played on PostgreSQL through the product's own operations.
struct Play: Sendable {
    let stage: Stage
    let ids: [CohortID]
    let people: [String?]
    private var seats: Seats { stage.institute.registrar.seats }

    /// Takes a step as the product takes it; the clock was set before.
    func take(_ step: Step) async throws -> String? {
        switch step {
        case .reserve(let person, let cohorts):
            return try await refusing { try await reserve(person, cohorts) }
        case .act(let deed, let person, let cohort):
            guard let claim = try await newestClaim(of: person, in: cohort) else { return nil }
            return try await refusing { try await act(deed, claim) }
        case .transfer(let person, let here, let there):
            guard let claim = try await newestClaim(of: person, in: here) else { return nil }
            return try await refusing {
                try await answer(seats.transfer(claim, to: code(of: there), by: .applicant(claim)).status)
            }
        case .decide(let decision, let person, let cohort):
            let states = decision == .restore ? ["removed"] : Enrollment.State.allCases.map(\.rawValue)
            guard let claim = try await newestClaim(of: person, in: cohort, among: states) else { return nil }
            return try await refusing { try await answer(decide(decision, claim).status) }
        case .close(let cohort, let next, let lapsesOpen):
            return try await refusing { try await close(cohort, next, lapsesOpen) }
        case .pass, .reachDeadline:
            break
        case .work:
            try await stage.work()
        }
        return nil
    }

    private func refusing(_ answer: () async throws -> String) async throws -> String {
        do { return try await answer() } catch let refusal as Refusal { return "refused: \(refusal.code)" }
    }

    private func reserve(_ person: Int, _ cohorts: [Int]) async throws -> String {
        let request = try ReservationRequest(
            cohort: code(of: cohorts[0]),
            cohorts: cohorts.map(code),
            name: Step.name(of: person),
            email: email(of: person),
            timeZone: people[person]
        )
        guard case .entered(let entry, _) = try await seats.reserve(request, by: .visitor) else { return "known" }
        let places = entry.waiting.map { place in
            "\(codes.firstIndex(of: place.cohort).map(Step.letter) ?? place.cohort) \(place.position)"
        }
        return ClaimPicture.answer(entry.state, entry.seatNumber, entry.position, entry.expiresAt)
            + (places.isEmpty ? "" : ", waiting: " + places.joined(separator: ", "))
    }

    private func decide(_ decision: Step.Decision, _ claim: EnrollmentID) async throws -> StaffDecision {
        let reason = try StaffReason(.other, "The model wants it so.")
        return switch decision {
        case .prefer: try await seats.prefer(claim, because: reason, by: stage.staff)
        case .remove: try await seats.remove(claim, because: reason, by: stage.staff)
        case .restore: try await seats.restore(claim, because: reason, by: stage.staff)
        }
    }

    private func close(_ cohort: Int, _ next: Int?, _ lapsesOpen: Bool) async throws -> String {
        let cohorts = stage.institute.registrar.cohorts
        let (code, next) = (code(of: cohort), next.map(code))
        let plan = try await cohorts.planClose(code: code, carryTo: next, lapseOpen: lapsesOpen, by: stage.staff)
        let done = try await cohorts.close(
            code: code,
            carryTo: next,
            lapseOpen: lapsesOpen,
            hash: plan.hash,
            by: stage.staff
        )
        return done.cohort.state.rawValue
    }

    private func answer(_ status: EnrollmentStatus) -> String {
        ClaimPicture.answer(status.state, status.seatNumber, status.position, status.expiresAt)
    }

    private func act(_ deed: Step.Deed, _ claim: EnrollmentID) async throws -> String {
        let holder = Actor.applicant(claim)
        return switch deed {
        case .confirm: answer(try await seats.confirm(claim, by: holder))
        case .accept: answer(try await seats.accept(claim, by: holder))
        case .decline: answer(try await seats.decline(claim, by: holder))
        case .withdraw: answer(try await seats.withdraw(claim, by: holder))
        case .look: answer(try await seats.status(of: claim, by: holder))
        }
    }

    // MARK: - Names

    private var codes: [String] { ids.map { "MODEL-\($0)" } }
    private func code(of cohort: Int) -> String { codes[cohort] }
    private func email(of person: Int) -> String { "p\(person)@model-\(ids[0]).example" }

    private func newestClaim(
        of person: Int,
        in cohort: Int,
        among states: [String] = Enrollment.State.allCases.map(\.rawValue)
    ) async throws -> EnrollmentID? {
        try await stage.institute.service.read { connection in
            try connection.first(
                """
                SELECT enrollment.id
                FROM enrollment
                JOIN person ON person.id = enrollment.person_id
                WHERE enrollment.cohort_id = \(ids[cohort])
                    AND person.email = \(email(of: person))
                    AND enrollment.state = ANY(\(states))
                ORDER BY enrollment.id DESC
                LIMIT 1
                """
            )
        }
    }

    // MARK: - Reading

    /// Every claim as the database has it, in the order of cohorts and of their making.
    func pictures() async throws -> [ClaimPicture] {
        try await stage.institute.service.read { connection in
            try connection.all(
                """
                SELECT
                    array_position(\(ids)::bigint[], enrollment.cohort_id) - 1 AS cohort,
                    substring(person.email FROM '^p([0-9]+)')::integer AS person,
                    enrollment.arrival,
                    CASE WHEN enrollment.entry_id IS NOT NULL
                        THEN dense_rank() OVER (ORDER BY enrollment.entry_id NULLS LAST) - 1
                    END AS wish,
                    enrollment.state,
                    enrollment.seat_number,
                    CASE WHEN enrollment.state = 'waitlisted'
                        THEN queue_position(enrollment.cohort_id, enrollment.arrival, enrollment.preferred_at)
                    END AS position,
                    enrollment.expires_at,
                    enrollment.address_confirmed_at IS NOT NULL AS address_confirmed,
                    (
                        SELECT string_agg(concat_ws(' ', event.kind, event.reason), ', ' ORDER BY event.number)
                        FROM enrollment_event AS event
                        WHERE event.enrollment_id = enrollment.id
                    ) AS events
                FROM enrollment
                JOIN person ON person.id = enrollment.person_id
                WHERE enrollment.cohort_id = ANY(\(ids))
                ORDER BY enrollment.cohort_id, enrollment.id
                """
            )
        }
    }
}
