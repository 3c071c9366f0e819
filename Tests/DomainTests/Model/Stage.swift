import Domain
import Foundation
import Postgres
import TestSupport

/// A test's database in which time stands still until a step moves it, so that both sides know every deadline exactly.
struct Stage: Sendable {
    let institute: TestDatabase

    init(_ institute: TestDatabase) async throws {
        self.institute = institute
        // Opening a cohort freezes the version of its program, on which all others stand too.
        _ = try await institute.openCohort()
        try await institute.force("CREATE TABLE standing_clock AS SELECT now() AS moment")
        try await institute.force("GRANT SELECT ON standing_clock TO registrar_service")
        try await institute.force(
            """
            CREATE OR REPLACE FUNCTION registrar_clock() RETURNS timestamptz
            LANGUAGE sql VOLATILE
            AS 'SELECT moment FROM standing_clock'
            """
        )
    }

    func set(clock: Date) async throws {
        try await institute.force("UPDATE standing_clock SET moment = \(clock)")
    }

    /// Puts a scenario's cohorts on the stage, open and empty.
    func open(_ scenario: Scenario) async throws -> Play {
        try await set(clock: scenario.now)
        let ids: [CohortID] = try await institute.owner.write { connection in
            try scenario.cohorts.map { cohort in
                let id: CohortID = try connection.one(
                    """
                    INSERT INTO cohort (
                        code, program_version_id, state, capacity, time_zone, price_minor, currency,
                        registration_opens_at, registration_closes_at, hold_window, offer_window
                    )
                    SELECT
                        'MODEL-' || (SELECT coalesce(max(cohort.id), 0) + 1 FROM cohort), program_version.id, 'open',
                        \(cohort.capacity), \(cohort.timeZone), 0, 'USD', \(scenario.now - 3600), \(cohort.startsAt),
                        \(Interval(.seconds(cohort.holdWindow))), \(Interval(.seconds(cohort.offerWindow)))
                    FROM program_version
                    WHERE program_version.frozen_at IS NOT NULL
                    LIMIT 1
                    RETURNING id
                    """
                )
                try connection.execute(
                    """
                    INSERT INTO session (cohort_id, number, starts_at, ends_at, time_zone, venue)
                    VALUES (\(id), 1, \(cohort.startsAt), \(cohort.startsAt + 8 * 3600), \(cohort.timeZone), 'Springfield')
                    """
                )
                return id
            }
        }
        return Play(stage: self, ids: ids, people: scenario.people)
    }

    /// The worker's round: what is due now.
    func work() async throws {
        while try await institute.registrar.seats.settleDue() > 0 {}
    }
}

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
            name: Step.name(of: person),
            email: email(of: person),
            timeZone: people[person]
        )
        guard case .entered(let entry, _) = try await seats.reserve(request, by: .visitor) else { return "known" }
        return ClaimPicture.answer(entry.state, entry.seatNumber, entry.position, entry.expiresAt)
    }

    private func act(_ deed: Step.Deed, _ claim: EnrollmentID) async throws -> String {
        let holder = Actor.applicant(claim)
        let status =
            switch deed {
            case .confirm: try await seats.confirm(claim, by: holder)
            case .accept: try await seats.accept(claim, by: holder)
            case .decline: try await seats.decline(claim, by: holder)
            case .withdraw: try await seats.withdraw(claim, by: holder)
            case .look: try await seats.status(of: claim, by: holder)
            }
        return ClaimPicture.answer(status.state, status.seatNumber, status.position, status.expiresAt)
    }

    // MARK: - Names

    private func code(of cohort: Int) -> String { "MODEL-\(ids[cohort])" }
    private func email(of person: Int) -> String { "p\(person)@model-\(ids[0]).example" }

    private func newestClaim(of person: Int, in cohort: Int) async throws -> EnrollmentID? {
        try await stage.institute.service.read { connection in
            try connection.first(
                """
                SELECT enrollment.id
                FROM enrollment
                JOIN person ON person.id = enrollment.person_id
                WHERE enrollment.cohort_id = \(ids[cohort]) AND person.email = \(email(of: person))
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
