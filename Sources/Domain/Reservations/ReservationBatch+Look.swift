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
    /// One row for each cohort that a request names; its key is looked up in the one it asks.
    /// Every look-up is one index probe (LIMIT keeps the planner from turning it into a join over a whole table).
    func look(up requests: [SealedRequest], in room: Room) throws -> [KnownOfRequest] {
        let asked = requests.flatMap { request in
            zip(request.cohorts, request.clientDigests).map { cohort, client in
                (
                    cohort: room.id(of: cohort), email: request.email, client: client,
                    key: cohort == request.cohort ? request.keyDigest : nil
                )
            }
        }
        let rows = try rows(
            """
            SELECT
                first.body_digest, first.enrollment_id, first.state, first.seat_number, first.position, first.expires_at,
                first.waiting,
                CASE WHEN first.enrollment_id IS NOT NULL THEN (
                    SELECT cohort.code
                    FROM enrollment
                    JOIN cohort ON cohort.id = enrollment.cohort_id
                    WHERE enrollment.id = first.enrollment_id
                ) END AS cohort,
                coalesce(first.is_old, false) AS has_old_key, live.id AS live_row,
                (
                    SELECT coalesce(person.merged_into, person.id)
                    FROM person
                    WHERE person.email = request.email
                    LIMIT 1
                ) AS human,
                CASE WHEN request.client_digest IS NULL THEN 0 ELSE (
                    SELECT count(*)
                    FROM enrollment
                    WHERE enrollment.cohort_id = request.cohort_id
                        AND enrollment.client_digest = request.client_digest
                ) END AS rows_of_client
            FROM unnest(
                \(asked.map(\.cohort)), \(asked.map(\.email)), \(asked.map(\.key)), \(asked.map(\.client))
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
                UNION ALL
                -- Under another address of the same human; hardly anybody has one.
                SELECT there.id
                FROM person AS own
                CROSS JOIN LATERAL (
                    SELECT person.id FROM person WHERE person.merged_into = coalesce(own.merged_into, own.id)
                    UNION ALL
                    SELECT own.merged_into
                ) AS same
                CROSS JOIN LATERAL (
                    SELECT enrollment.id
                    FROM enrollment
                    WHERE enrollment.cohort_id = request.cohort_id
                        AND enrollment.person_id = same.id
                        AND enrollment.state IN ('waitlisted', 'held', 'offered', 'confirmed', 'attended', 'no_show')
                    LIMIT 1
                ) AS there
                WHERE own.email = request.email
                LIMIT 1
            ) AS live ON true
            ORDER BY request.ordinal
            """
        )
        let unknownZones = try unknownZones(of: requests)
        var each = rows.makeIterator()
        return try requests.map { request in
            var known = KnownOfRequest()
            known.hasUnknownZone = request.timeZone.map(unknownZones.contains) ?? false
            for cohort in request.cohorts {
                guard let row = each.next() else { continue }
                if cohort == request.cohort {
                    known.hasOldKey = try row["has_old_key"]
                    if !known.hasOldKey { known.firstAnswer = try firstAnswer(in: row, cohort: cohort) }
                }
                known.human = try row["human"]
                if known.liveRow == nil { known.liveRow = try row["live_row"] }
                known.unconfirmedRowsOfClient.append(try row["rows_of_client"])
            }
            return known
        }
    }

    /// Foundation keeps names that IANA gave up. One of them must not fail the batch, and with it the neighbours.
    private func unknownZones(of requests: [SealedRequest]) throws -> Set<String> {
        let zones = Set(requests.compactMap(\.timeZone))
        guard !zones.isEmpty else { return [] }
        let unknown: [String] = try all("SELECT zone FROM unnest(\(Array(zones))) AS zone WHERE NOT is_time_zone(zone)")
        return Set(unknown)
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
            cohort: try row["cohort"],
            state: try row["state"],
            seatNumber: try row["seat_number"],
            position: try row["position"],
            expiresAt: try row["expires_at"],
            waiting: (try row["waiting"] as JSONB<[QueuePlace]>?)?.value ?? []
        )
        return .init(bodyDigest: bodyDigest, outcome: .entered(entered, isReplay: true))
    }
}
