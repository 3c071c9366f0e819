import Credentials
import Foundation
import Postgres

/// Reads cohorts as of now; who does not run cohorts never learns of a draft.
package struct Cohorts: Sendable {
    let store: Store

    /// Cohorts in order of their start, then code; drafts without a session come last.
    ///
    /// - Parameters:
    ///   - states: nil is every state the actor may see.
    ///   - after: `next` of the page before.
    ///   - limit: 1 to 200.
    package func list(
        states: [Cohort.State]? = nil,
        after: String? = nil,
        limit: Int = 50,
        by actor: Actor
    ) async throws -> Page<Cohort> {
        guard (1...200).contains(limit) else { throw Refusal.invalid("limit", "The limit is 1 to 200 cohorts.") }
        let visible = Cohort.State.allCases.filter { $0 != .draft || actor.may(.runCohorts) }
        let wanted = states.map { $0.filter(visible.contains) } ?? visible
        let cursor = try after.map(CohortCursor.init)
        return try await store.read { connection in
            // The page is chosen first, so that only its cohorts are counted out.
            let cohorts = try connection.all(
                """
                SELECT \(Cohort.columns)
                FROM cohort_now
                WHERE id = ANY(ARRAY(
                    SELECT cohort.id
                    FROM cohort
                    CROSS JOIN LATERAL (
                        SELECT coalesce(min(session.starts_at), 'infinity') AS starts_at
                        FROM session
                        WHERE session.cohort_id = cohort.id
                    ) AS dates
                    WHERE cohort.state = ANY(\(wanted))
                        AND (
                            \(cursor?.code)::text IS NULL
                            OR (dates.starts_at, cohort.code) > (coalesce(\(cursor?.startsAt), 'infinity'), \(cursor?.code))
                        )
                    ORDER BY dates.starts_at, cohort.code
                    LIMIT \(limit + 1)
                ))
                ORDER BY coalesce(starts_at, 'infinity'), code
                """,
                as: Cohort.self
            )
            let items = Array(cohorts.prefix(limit))
            return Page(items: items, next: cohorts.count > limit ? items.last.map { CohortCursor($0).text } : nil)
        }
    }

    /// All about one cohort.
    ///
    /// - Throws: `Refusal` of kind not found; a draft is unknown to those who do not run cohorts.
    package func page(code: String, by actor: Actor) async throws -> CohortPage {
        try await store.read { connection in
            let page = try connection.cohortPage(code)
            guard page.cohort.state != .draft || actor.may(.runCohorts) else { throw Refusal.cohortUnknown(code) }
            return page
        }
    }
}

extension Connection {
    /// All about one cohort, drafts too.
    func cohortPage(_ code: String, notes: [String] = []) throws -> CohortPage {
        let code = code.uppercased()
        let cohort = try first("SELECT \(Cohort.columns) FROM cohort_now WHERE code = \(code)", as: Cohort.self)
        guard let cohort else { throw Refusal.cohortUnknown(code) }
        let sessions = try all(
            """
            SELECT number, starts_at, ends_at, time_zone, venue, online_url
            FROM session
            WHERE cohort_id = \(cohort.id)
            ORDER BY number
            """,
            as: Session.self
        )
        let instructors = try all(
            """
            SELECT staff.name
            FROM cohort_instructor
            JOIN staff ON staff.id = cohort_instructor.staff_id
            WHERE cohort_instructor.cohort_id = \(cohort.id)
            ORDER BY staff.name, staff.id
            """,
            as: String.self
        )
        return CohortPage(cohort: cohort, sessions: sessions, instructors: instructors, notes: notes)
    }
}

extension Refusal {
    static func cohortUnknown(_ code: String) -> Refusal {
        .notFound("cohort-unknown", "There is no cohort \(code). Look at the open cohorts for its right code.")
    }
}

/// Where a page of cohorts ended: the start and the code of its last cohort.
private struct CohortCursor: Sendable {
    let startsAt: Date?
    let code: String

    init(_ cohort: Cohort) {
        startsAt = cohort.startsAt
        code = cohort.code
    }

    init(_ text: String) throws {
        let parts = Data(base64URL: text).flatMap { String(data: $0, encoding: .utf8) }?
            .split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let parts, parts.count == 2, parts[0].isEmpty || Int(parts[0]) != nil else {
            throw Refusal.notFound(
                "cursor-unknown",
                "The cursor is not one this list gave out; begin at the first page again."
            )
        }
        startsAt = Int(parts[0]).map { Date(timeIntervalSince1970: Double($0) / 1_000_000) }
        code = String(parts[1])
    }

    var text: String {
        let microseconds = startsAt.map { String(Int(($0.timeIntervalSince1970 * 1_000_000).rounded())) } ?? ""
        return Data("\(microseconds)/\(code)".utf8).base64URL
    }
}
