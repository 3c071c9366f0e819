import Foundation
import Postgres

/// Seats and the queue for them. One rule above all: a freed seat goes to the first eligible waiter, in the same transaction.
package struct Seats: Sendable {
    let store: Store
    let secrets: Secrets
    let lanes: ReservationLanes

    package init(store: Store, secrets: Secrets, lanes: Int) {
        self.store = store
        self.secrets = secrets
        self.lanes = ReservationLanes(count: lanes, store: store)
    }

    /// A claim as the bearer of a link may see it, and as whom they act.
    package struct OpenedLink: Sendable {
        package let status: EnrollmentStatus
        package let actor: Actor
        package var mayAct: Bool { if case .applicant = actor { true } else { false } }
    }

    /// Opens a link: what it shows, and whether its bearer may act.
    ///
    /// - Throws: `link-unknown` for a mistyped token, as for one never issued; `link-replaced` for an old generation;
    ///   `person-erased`.
    package func open(link text: String) async throws -> OpenedLink {
        let unknown = Refusal.notFound(
            "link-unknown",
            "This link is not known here. Open it from the mail again, or copy the whole of it."
        )
        guard let token = LinkToken(text, sealedWith: secrets.links), [.show, .act].contains(token.purpose) else {
            throw unknown
        }
        guard let status = try await currentStatus(of: token.enrollment) else { throw unknown }
        try await store.read { try $0.requireSomebody(behind: token.enrollment) }
        guard token.generation == status.linkGeneration else {
            throw Refusal.gone(
                "link-replaced",
                "This link was replaced by a newer one. Use the one from your latest mail."
            )
        }
        return OpenedLink(status: status, actor: token.purpose == .act ? .applicant(token.enrollment) : .visitor)
    }

    /// The state of one claim, for its holder or for staff.
    package func status(of id: EnrollmentID, by actor: Actor) async throws -> EnrollmentStatus {
        try actor.require(holderOf: id)
        guard let status = try await currentStatus(of: id) else { throw Self.unknown(id) }
        return status
    }

    /// Brings cohorts with something due to now, so that mail goes out on time; returns how many there were.
    ///
    /// What was due first is settled first: somebody who waits in several cohorts is offered the seat that was free first.
    @discardableResult
    package func settleDue(limit: Int = 100) async throws -> Int {
        let due: [String] = try await store.read {
            try $0.all(
                """
                SELECT cohort.code
                FROM enrollment
                JOIN cohort ON cohort.id = enrollment.cohort_id
                WHERE enrollment.state IN ('held', 'offered')
                    AND enrollment.expires_at <= registrar_clock()
                GROUP BY cohort.id
                ORDER BY min(enrollment.expires_at), cohort.id
                LIMIT \(limit)
                """
            )
        }
        for code in due {
            _ = try await store.write { try $0.lock(cohorts: [code]).count }
        }
        return due.count
    }

    /// Carries out a settle job: what an entry's offer or seat elsewhere left to do in this cohort.
    package func settle(_ job: Job) async throws {
        guard let code = job.cohort else { return }
        try await store.write { connection in
            let cohorts = try connection.lock(cohorts: [code], freeing: true).map(\.id)
            try connection.settle(cohorts, ending: true)
        }
    }

    /// Reads as if settled: where something is due in the cohort, it is settled first.
    func currentStatus(of id: EnrollmentID) async throws -> EnrollmentStatus? {
        let (status, isDue) = try await store.read { connection in
            (try connection.status(of: id), try connection.isSettlementDue(for: id))
        }
        guard isDue else { return status }
        return try await store.write { connection in
            _ = try connection.lockCohort(of: id)
            return try connection.status(of: id)
        }
    }

    static func unknown(_ id: EnrollmentID) -> Refusal {
        .notFound("enrollment-unknown", "There is no enrollment \(id); the roster lists them.")
    }
}

extension Connection {
    func status(of id: EnrollmentID) throws -> EnrollmentStatus? {
        try first(
            """
            SELECT
                enrollment.id, cohort_now.code AS cohort, cohort_now.state AS cohort_state, enrollment.state,
                enrollment.name, person.email, enrollment.time_zone, enrollment.seat_number,
                CASE WHEN enrollment.state = 'waitlisted'
                    THEN queue_position(enrollment.cohort_id, enrollment.arrival, enrollment.preferred_at)
                END AS position,
                enrollment.expires_at, enrollment.address_confirmed_at IS NOT NULL AS address_confirmed,
                enrollment.reserved_at,
                CASE WHEN enrollment.entry_id IS NULL THEN '[]' ELSE (
                    SELECT coalesce(
                        jsonb_agg(
                            jsonb_build_object(
                                'id', other.id,
                                'cohort', elsewhere.code,
                                'position', queue_position(other.cohort_id, other.arrival, other.preferred_at)
                            )
                            ORDER BY other.id
                        ),
                        '[]'
                    )
                    FROM enrollment AS other
                    JOIN cohort AS elsewhere ON elsewhere.id = other.cohort_id
                    WHERE other.entry_id = enrollment.entry_id
                        AND other.state = 'waitlisted'
                        AND other.id <> enrollment.id
                ) END AS elsewhere,
                (
                    SELECT elsewhere.code
                    FROM enrollment AS other
                    JOIN cohort AS elsewhere ON elsewhere.id = other.cohort_id
                    WHERE other.entry_id = enrollment.entry_id
                        AND other.state = 'offered'
                        AND other.id <> enrollment.id
                ) AS offer_open_in,
                CASE WHEN enrollment.state = 'withdrawn' THEN (
                    SELECT elsewhere.code
                    FROM enrollment_event AS ended
                    JOIN enrollment AS other ON other.entry_id = enrollment.entry_id AND other.id <> enrollment.id
                    JOIN enrollment_event AS served ON served.enrollment_id = other.id
                    JOIN cohort AS elsewhere ON elsewhere.id = other.cohort_id
                    WHERE ended.enrollment_id = enrollment.id
                        AND ended.reason = 'served_elsewhere'
                        AND served.kind IN ('confirmed', 'accepted')
                    ORDER BY served.number
                    LIMIT 1
                ) END AS served_in,
                enrollment.link_generation, enrollment.terms, enrollment.transfers, successor.id AS successor,
                successor.cohort AS moved_to, cohort.payment_first, money.currency, money.due_minor, cohort_now.now
            FROM enrollment
            JOIN person ON person.id = enrollment.person_id
            JOIN cohort ON cohort.id = enrollment.cohort_id
            -- OFFSET 0: looked up for this one cohort; with so many joins the planner would read all cohorts first.
            CROSS JOIN LATERAL (SELECT * FROM cohort_now WHERE cohort_now.id = enrollment.cohort_id OFFSET 0) AS cohort_now
            JOIN claim_money AS money ON money.enrollment_id = enrollment.id
            LEFT JOIN LATERAL (
                SELECT next.id, cohort.code AS cohort
                FROM enrollment AS next
                JOIN cohort ON cohort.id = next.cohort_id
                WHERE next.predecessor_id = enrollment.id
            ) AS successor ON true
            WHERE enrollment.id = \(id)
            """
        )
    }

    func isSettlementDue(for id: EnrollmentID) throws -> Bool {
        try one(
            """
            SELECT EXISTS (
                SELECT
                FROM enrollment AS mine
                JOIN enrollment AS due ON due.cohort_id = mine.cohort_id AND due.seat_number IS NOT NULL
                WHERE mine.id = \(id)
                    AND due.expires_at <= registrar_clock()
            )
            """
        )
    }
}
