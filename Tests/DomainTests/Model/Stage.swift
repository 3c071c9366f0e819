import Domain
import Foundation
import Postgres
import TestSupport

/// A test's database in which time stands still until a step moves it, so that both sides know every deadline exactly.
struct Stage: Sendable {
    let institute: TestDatabase
    let staff: Actor

    init(_ institute: TestDatabase) async throws {
        self.institute = institute
        // Opening a cohort freezes the version of its program, on which all others stand too.
        _ = try await institute.openCohort()
        staff = try await institute.staff(.registrar)
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

    /// How often each kind of event happened, so that one sees what was tried.
    func happened() async throws -> String {
        try await institute.service.read { connection in
            try connection.one(
                """
                SELECT string_agg(kind || ' ' || count, ', ' ORDER BY kind)
                FROM (
                    SELECT concat_ws(' ', kind, CASE WHEN kind = 'passed_over' THEN reason END) AS kind, count(*)
                    FROM enrollment_event
                    GROUP BY 1
                ) AS event
                """
            )
        }
    }

    /// The worker's round: what is due now, then what that left for other cohorts.
    func work() async throws {
        let registrar = institute.registrar
        while try await registrar.seats.settleDue() > 0 {}
        while case let jobs = try await registrar.jobs.claim(.settling, limit: 1000, lease: .seconds(60)),
            !jobs.isEmpty
        {
            // The model takes them in the order of cohorts, each once.
            for cohort in Set(jobs.compactMap(\.cohort)).sorted(by: { ($0.count, $0) < ($1.count, $1) }) {
                guard let job = jobs.first(where: { $0.cohort == cohort }) else { continue }
                try await registrar.seats.settle(job)
            }
            for job in jobs { try await registrar.jobs.finish(job.id, result: nil) }
        }
    }
}
