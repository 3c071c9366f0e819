import Foundation
import Postgres

extension Connection {
    /// Writes what was decided, each table once, and answers each request.
    func write(_ decisions: [Decision], for requests: [SealedRequest]) throws -> [ReservationBatch.Answer] {
        let entries = zip(requests, decisions).compactMap { request, decision -> Entry? in
            guard case .enter(let cohort, let place) = decision else { return nil }
            return Entry(request: request, cohort: cohort, place: place)
        }
        var entered = try enter(entries)[...]
        var answers: [ReservationBatch.Answer] = []
        answers.reserveCapacity(requests.count)
        var remembered: [Remembered] = []
        var told: [EnrollmentID] = []
        for (request, decision) in zip(requests, decisions) {
            switch decision {
            case .refuse(let refusal):
                answers.append(.failure(refusal))
            case .replay(let outcome):
                answers.append(.success(outcome))
            case .repeatOf(let index):
                answers.append(answers[index].map(\.repeated))
            case .known(let cohort, let liveRow):
                answers.append(.success(.known(cohort: cohort.code)))
                if let liveRow { told.append(liveRow) }
                remembered.append(Remembered(request, in: cohort, nil))
            case .enter(let cohort, _):
                guard let entry = entered.popFirst() else { continue }
                answers.append(.success(.entered(entry, isReplay: false)))
                remembered.append(Remembered(request, in: cohort, entry))
            }
        }
        try remember(remembered.filter { $0.request.keyDigest != nil })
        try tellAgain(told)
        return answers
    }

    private struct Entry {
        let request: SealedRequest
        let cohort: LockedCohort
        let place: Decision.Place
    }

    private struct Remembered {
        let request: SealedRequest
        let cohort: LockedCohort
        let entered: Reservation.Outcome.Entered?

        init(_ request: SealedRequest, in cohort: LockedCohort, _ entered: Reservation.Outcome.Entered?) {
            self.request = request
            self.cohort = cohort
            self.entered = entered
        }
    }

    /// Inserts the rows with their history, mail and consent; answers in the order of the entries.
    private func enter(_ entries: [Entry]) throws -> [Reservation.Outcome.Entered] {
        guard !entries.isEmpty else { return [] }
        try meet(entries.map(\.request.email))
        let rows = try rows(
            """
            -- 1. The entries, with the person of each address (met before, so that this statement sees them all).
            WITH entry AS (
                SELECT *, (SELECT person.id FROM person WHERE person.email = given.email LIMIT 1) AS person_id
                FROM unnest(
                    \(entries.map(\.cohort.id)), \(entries.map(\.place.arrival)), \(entries.map(\.place.seatNumber)),
                    \(entries.map(\.request.email)), \(entries.map(\.request.name)), \(entries.map(\.request.timeZone)),
                    \(entries.map(\.request.clientDigest))
                ) WITH ORDINALITY
                    AS given (cohort_id, arrival, seat_number, email, name, time_zone, client_digest, ordinal)
            ),
            -- 2. The counter of arrivals moves on.
            counted AS (
                UPDATE cohort
                SET last_arrival = latest.arrival
                FROM (SELECT cohort_id, max(arrival) AS arrival FROM entry GROUP BY cohort_id) AS latest
                WHERE cohort.id = latest.cohort_id
                RETURNING cohort.id, cohort.hold_window, cohort_clock(cohort.last_event_at) AS now,
                    cohort.price_minor, cohort.currency, cohort_terms(cohort.id) AS terms
            ),
            -- 3. The claims.
            entered AS (
                INSERT INTO enrollment (
                    cohort_id, person_id, state, arrival, seat_number, expires_at, name, time_zone, reserved_at,
                    client_digest, terms
                )
                SELECT entry.cohort_id, entry.person_id,
                    CASE WHEN entry.seat_number IS NULL THEN 'waitlisted' ELSE 'held' END,
                    entry.arrival, entry.seat_number,
                    CASE WHEN entry.seat_number IS NOT NULL THEN counted.now + counted.hold_window END,
                    entry.name, entry.time_zone, counted.now, entry.client_digest, counted.terms
                FROM entry
                JOIN counted ON counted.id = entry.cohort_id
                RETURNING id, cohort_id, arrival, state, expires_at
            ),
            -- 4. What is expected for a seat that is held.
            expected AS (
                INSERT INTO payment (enrollment_id, kind, amount_minor, currency)
                SELECT entered.id, 'expected', counted.price_minor, counted.currency
                FROM entered
                JOIN counted ON counted.id = entered.cohort_id
                WHERE entered.state = 'held' AND counted.price_minor > 0
            )
            SELECT entered.id, entered.state, entered.expires_at
            FROM entered
            JOIN entry USING (cohort_id, arrival)
            ORDER BY entry.ordinal
            """
        )
        let entered = try zip(entries, rows).map { entry, row in
            Reservation.Outcome.Entered(
                id: try row["id"],
                state: try row["state"],
                seatNumber: entry.place.seatNumber,
                position: entry.place.position,
                expiresAt: try row["expires_at"]
            )
        }
        try record(
            zip(entries, entered).map { entry, entered in
                Event(
                    entered.id,
                    in: entry.cohort.id,
                    entered.state == .held ? .held : .waitlisted,
                    by: entry.request.actor,
                    seatNumber: entered.seatNumber,
                    deadline: entered.expiresAt
                )
            }
        )
        try enqueue(entered.map { Letter($0.state == .held ? .confirmSeat : .waiting, to: $0.id) })
        try askConsent(zip(entries, entered).filter(\.0.request.subscribe).map(\.1.id))
        return entered
    }

    /// Makes a person of each new address, in order of address, so that two batches never wait for each other in a ring.
    private func meet(_ addresses: [EmailAddress]) throws {
        try execute(
            """
            INSERT INTO person (email)
            SELECT email
            FROM unnest(\(addresses)) AS given (email)
            WHERE NOT EXISTS (SELECT FROM person WHERE person.email = given.email)
            ORDER BY email
            ON CONFLICT (email) DO NOTHING
            """
        )
    }

    /// Keeps each key's first answer.
    private func remember(_ answers: [Remembered]) throws {
        guard !answers.isEmpty else { return }
        try execute(
            """
            WITH clock AS (SELECT registrar_clock() AS now)
            INSERT INTO idempotency (
                cohort_id, key_digest, body_digest, enrollment_id, state, seat_number, position, expires_at, answered_at
            )
            SELECT answer.*, clock.now
            FROM unnest(
                \(answers.map(\.cohort.id)), \(answers.map(\.request.keyDigest)), \(answers.map(\.request.bodyDigest)),
                \(answers.map(\.entered?.id)), \(answers.map { $0.entered?.state.rawValue ?? "known" }),
                \(answers.map(\.entered?.seatNumber)), \(answers.map(\.entered?.position)),
                \(answers.map(\.entered?.expiresAt))
            ) AS answer
            CROSS JOIN clock
            """
        )
    }

    /// Tells the owner of a live address that somebody asked again; once an hour at most, so that nobody is flooded.
    private func tellAgain(_ liveRows: [EnrollmentID]) throws {
        guard !liveRows.isEmpty else { return }
        let untold: [EnrollmentID] = try all(
            """
            SELECT DISTINCT given.id
            FROM unnest(\(liveRows)) AS given (id)
            WHERE NOT EXISTS (
                SELECT
                FROM job
                WHERE job.enrollment_id = given.id
                    AND job.kind = \(SeatLetter.Kind.known.jobKind)
                    AND job.created_at > registrar_clock() - interval '1 hour'
            )
            """
        )
        try enqueue(untold.map { Letter(.known, to: $0) })
    }
}

extension Reservation.Outcome {
    fileprivate var repeated: Self {
        guard case .entered(let entered, _) = self else { return self }
        return .entered(entered, isReplay: true)
    }
}
