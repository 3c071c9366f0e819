import Foundation
import Postgres

extension Connection {
    /// The numbers of seats that no row takes, in order.
    func freeSeats(in cohorts: [CohortID]) throws -> [CohortID: [Int]] {
        guard !cohorts.isEmpty else { return [:] }
        let rows = try rows(
            """
            SELECT seat.cohort_id, seat.number
            FROM seat
            WHERE seat.cohort_id = ANY(\(cohorts))
                AND NOT EXISTS (
                    SELECT
                    FROM enrollment
                    WHERE enrollment.cohort_id = seat.cohort_id AND enrollment.seat_number = seat.number
                )
            ORDER BY seat.cohort_id, seat.number
            """
        )
        return try rows.reduce(into: [:]) { free, row in
            free[try row["cohort_id"], default: []].append(try row["number"])
        }
    }

    /// What is known of each request, in their order: its key's first answer, its address, its client.
    ///
    /// Every look-up is one index probe (LIMIT keeps the planner from turning it into a join over a whole table).
    func look(up requests: [SealedRequest], in room: Room) throws -> [KnownOfRequest] {
        let rows = try rows(
            """
            SELECT
                first.body_digest, first.enrollment_id, first.state, first.seat_number, first.position, first.expires_at,
                coalesce(first.is_old, false) AS has_old_key, live.id AS live_row,
                CASE WHEN request.client_digest IS NULL THEN 0 ELSE (
                    SELECT count(*)
                    FROM enrollment
                    WHERE enrollment.cohort_id = request.cohort_id
                        AND enrollment.client_digest = request.client_digest
                ) END AS rows_of_client
            FROM unnest(
                \(requests.map { room.id(of: $0.cohort) }), \(requests.map(\.email)), \(requests.map(\.keyDigest)),
                \(requests.map(\.clientDigest))
            ) WITH ORDINALITY AS request (cohort_id, email, key_digest, client_digest, ordinal)
            LEFT JOIN LATERAL (
                SELECT idempotency.*, idempotency.answered_at <= registrar_clock() - interval '24 hours' AS is_old
                FROM idempotency
                WHERE idempotency.cohort_id = request.cohort_id
                    AND idempotency.key_digest = request.key_digest
                LIMIT 1
            ) AS first ON true
            LEFT JOIN LATERAL (
                SELECT enrollment.id
                FROM enrollment
                WHERE enrollment.cohort_id = request.cohort_id
                    AND enrollment.person_id = (SELECT person.id FROM person WHERE person.email = request.email LIMIT 1)
                    AND enrollment.state IN ('waitlisted', 'held', 'offered', 'confirmed', 'attended', 'no_show')
                LIMIT 1
            ) AS live ON true
            ORDER BY request.ordinal
            """
        )
        return try zip(requests, rows).map { request, row in
            let hasOldKey: Bool = try row["has_old_key"]
            return KnownOfRequest(
                firstAnswer: hasOldKey ? nil : try firstAnswer(in: row, cohort: request.cohort),
                hasOldKey: hasOldKey,
                liveRow: try row["live_row"],
                unconfirmedRowsOfClient: try row["rows_of_client"]
            )
        }
    }

    /// Makes room for new answers to keys that are older than a day; there is hardly ever one.
    func forgetKeys(_ requests: [SealedRequest], in room: Room) throws {
        guard !requests.isEmpty else { return }
        try execute(
            """
            DELETE FROM idempotency
            USING unnest(\(requests.map { room.id(of: $0.cohort) }), \(requests.map(\.keyDigest)))
                AS given (cohort_id, key_digest)
            WHERE idempotency.cohort_id = given.cohort_id
                AND idempotency.key_digest = given.key_digest
            """
        )
    }

    private func firstAnswer(in row: Row, cohort: String) throws -> KnownOfRequest.FirstAnswer? {
        guard let bodyDigest: Data = try row["body_digest"] else { return nil }
        guard let enrollment: EnrollmentID = try row["enrollment_id"] else {
            return .init(bodyDigest: bodyDigest, outcome: .known(cohort: cohort))
        }
        let entered = Reservation.Outcome.Entered(
            id: enrollment,
            state: try row["state"],
            seatNumber: try row["seat_number"],
            position: try row["position"],
            expiresAt: try row["expires_at"]
        )
        return .init(bodyDigest: bodyDigest, outcome: .entered(entered, isReplay: true))
    }
}
