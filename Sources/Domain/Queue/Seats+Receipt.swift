import Foundation
import Postgres

extension Seats {
    /// The fairness receipt of a claim, for whoever has a link to it.
    package func receipt(of link: OpenedLink) async throws -> Receipt {
        try await receipt(of: link.status.id)
    }

    /// The fairness receipt of a claim, for its holder or for staff.
    package func receipt(of id: EnrollmentID, by actor: Actor) async throws -> Receipt {
        try actor.require(holderOf: id)
        return try await receipt(of: id)
    }

    private func receipt(of id: EnrollmentID) async throws -> Receipt {
        guard try await currentStatus(of: id) != nil else { throw Self.unknown(id) }
        return try await store.snapshot { connection in
            guard let status = try connection.status(of: id) else { throw Self.unknown(id) }
            return try connection.receipt(for: status)
        }
    }
}

extension Connection {
    private struct Wait: Decodable {
        let arrival: Int
        let arrivedAt: Date
        let waitingSince: Date?
        let addressConfirmedAt: Date?
    }

    /// Reads what the cohort's history says about one claim, and about those before it.
    func receipt(for status: EnrollmentStatus) throws -> Receipt {
        let wait: Wait = try one(Self.wait(of: status.id))
        return Receipt(
            id: status.id,
            cohort: status.cohort,
            state: status.state,
            arrival: wait.arrival,
            arrivedAt: wait.arrivedAt,
            waitingSince: wait.waitingSince,
            position: status.position,
            addressConfirmedAt: wait.addressConfirmedAt,
            servedBefore: try all(Self.served(before: status.id)),
            passedOver: try all(
                """
                SELECT event.reason, count(*) AS count
                FROM (\(Self.story(of: status.id))) AS own
                JOIN enrollment_event AS event ON event.enrollment_id = own.id
                WHERE event.kind = 'passed_over'
                GROUP BY event.reason
                ORDER BY event.reason
                """
            ),
            now: status.now
        )
    }

    /// A claim and the removed ones that it goes on from: they share their arrival.
    static func story(of id: EnrollmentID) -> SQL {
        """
        WITH RECURSIVE story AS (
            SELECT enrollment.id, enrollment.cohort_id, enrollment.arrival, enrollment.predecessor_id
            FROM enrollment
            WHERE enrollment.id = \(id)
            UNION
            SELECT enrollment.id, enrollment.cohort_id, enrollment.arrival, enrollment.predecessor_id
            FROM story
            JOIN enrollment ON enrollment.id = story.predecessor_id
                AND enrollment.cohort_id = story.cohort_id
                AND enrollment.arrival = story.arrival
        )
        SELECT story.id, story.arrival
        FROM story
        """
    }

    private static func wait(of id: EnrollmentID) -> SQL {
        """
        WITH RECURSIVE line AS (
            -- 1. The claim, and all that it goes on from, in this cohort or another.
            SELECT enrollment.id, enrollment.predecessor_id
            FROM enrollment
            WHERE enrollment.id = \(id)
            UNION
            SELECT enrollment.id, enrollment.predecessor_id
            FROM line
            JOIN enrollment ON enrollment.id = line.predecessor_id
        )
        SELECT
            own.arrival,
            min(event.at) AS arrived_at,
            min(event.at) FILTER (WHERE event.kind = 'waitlisted') AS waiting_since,
            -- 2. Its mailed link came back, or staff vouched for it.
            (
                SELECT min(proof.at)
                FROM line
                JOIN enrollment_event AS proof ON proof.enrollment_id = line.id
                WHERE proof.kind IN ('address_confirmed', 'confirmed', 'accepted')
            ) AS address_confirmed_at
        FROM (\(story(of: id))) AS own
        JOIN enrollment_event AS event ON event.enrollment_id = own.id
        GROUP BY own.arrival
        """
    }

    private static func served(before id: EnrollmentID) -> SQL {
        """
        -- 1. Whose receipt it is, and the event that ended the wait.
        WITH own AS (
            SELECT
                asked.cohort_id, asked.arrival, ARRAY(SELECT story.id FROM (\(story(of: id))) AS story) AS ids,
                (
                    SELECT min(event.number)
                    FROM enrollment_event AS event
                    WHERE event.enrollment_id = asked.id
                        AND event.kind <> 'waitlisted'
                        AND event_moves_state(event.kind)
                ) AS until
            FROM enrollment AS asked
            WHERE asked.id = \(id)
        ),
        -- 2. Everybody else who was given a seat before that, by the first event that gave them one.
        served AS (
            SELECT DISTINCT ON (claim.arrival)
                claim.arrival, event.number, event.at, event.reason
            FROM own
            JOIN enrollment_event AS event ON event.cohort_id = own.cohort_id
            JOIN enrollment AS claim ON claim.id = event.enrollment_id
            WHERE event.kind IN ('held', 'offered', 'confirmed')
                AND coalesce(event.number < own.until, true)
                AND claim.arrival <> own.arrival
            ORDER BY claim.arrival, event.number
        ),
        -- 3. Those whom staff preferred, and why.
        preferred AS (
            SELECT DISTINCT ON (claim.arrival)
                claim.arrival, event.number, event.reason
            FROM own
            JOIN enrollment_event AS event ON event.cohort_id = own.cohort_id AND event.kind = 'preferred'
            JOIN enrollment AS claim ON claim.id = event.enrollment_id
            ORDER BY claim.arrival, event.number
        ),
        -- 4. The reason of each: the pass-over that was recorded as the seat was given says why it went past.
        reasoned AS (
            SELECT
                CASE
                    WHEN served.arrival < own.arrival THEN 'arrived_earlier'
                    WHEN standing.kind = 'removed' THEN 'removed'
                    WHEN preferred.number < served.number OR served.reason IN ('removal_undone', 'late_payment')
                        THEN 'staff_decision'
                    ELSE coalesce(
                        (
                            SELECT pass.reason
                            FROM enrollment_event AS pass
                            WHERE pass.enrollment_id = ANY(own.ids)
                                AND pass.kind = 'passed_over'
                                AND pass.at = served.at
                                AND pass.reason <> 'staff_decision'
                            ORDER BY pass.number
                            LIMIT 1
                        ),
                        'unrecorded'
                    )
                END AS reason,
                CASE WHEN preferred.number < served.number THEN preferred.reason ELSE served.reason END AS staff_reason
            FROM served
            CROSS JOIN own
            LEFT JOIN preferred ON preferred.arrival = served.arrival
            -- Where the claim itself stood then: whoever came later and was served while it had a seat did not go before.
            LEFT JOIN LATERAL (
                SELECT event.kind
                FROM enrollment_event AS event
                WHERE event.enrollment_id = ANY(own.ids)
                    AND event.number < served.number
                    AND event_moves_state(event.kind)
                ORDER BY event.number DESC
                LIMIT 1
            ) AS standing ON true
            WHERE served.arrival < own.arrival OR standing.kind IN ('waitlisted', 'removed')
        )
        SELECT
            reasoned.reason,
            CASE WHEN reasoned.reason = 'staff_decision' THEN reasoned.staff_reason END AS staff_reason,
            count(*) AS count
        FROM reasoned
        GROUP BY 1, 2
        ORDER BY 1, 2
        """
    }
}
