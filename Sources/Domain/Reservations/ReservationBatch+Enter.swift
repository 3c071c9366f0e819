import Foundation
import Postgres

/// A request that is to be entered.
struct Admission {
    let request: SealedRequest
    /// One; several for a wish that waits.
    let places: [Verdict.Place]

    var waitsInSeveral: Bool { places.count > 1 }
}

extension Connection {
    private struct NewClaim {
        let request: SealedRequest
        let place: Verdict.Place
        let client: Data?
        let entry: EntryID?
    }

    private struct Written: Decodable {
        let id: EnrollmentID
        let state: Enrollment.State
        let expiresAt: Date?
    }

    /// Inserts the claims with their history, mail and consent; answers in the order they were admitted in.
    func enter(_ admissions: [Admission]) throws -> [Reservation.Outcome.Entered] {
        guard !admissions.isEmpty else { return [] }
        try meet(admissions.map(\.request.email))
        var entries = try begin(admissions.filter(\.waitsInSeveral).map(\.request.email))[...]
        let claims = admissions.flatMap { admission in
            let entry = admission.waitsInSeveral ? entries.popFirst() : nil
            return admission.places.map { place in
                let index = admission.request.cohorts.firstIndex(of: place.cohort.code) ?? 0
                return NewClaim(
                    request: admission.request,
                    place: place,
                    client: admission.request.clientDigests[index],
                    entry: entry
                )
            }
        }
        let written = try insert(claims)
        try record(
            zip(claims, written).map { claim, written in
                Event(
                    written.id,
                    in: claim.place.cohort.id,
                    written.state == .held ? .held : .waitlisted,
                    by: claim.request.actor,
                    seatNumber: claim.place.seatNumber,
                    deadline: written.expiresAt
                )
            }
        )
        var each = zip(claims, written).makeIterator()
        let entered = admissions.compactMap { admission -> Reservation.Outcome.Entered? in
            guard let (claim, first) = each.next() else { return nil }
            var waiting: [QueuePlace] = []
            if admission.waitsInSeveral { waiting.append(QueuePlace(first.id, claim.place)) }
            for _ in admission.places.dropFirst() {
                guard let (claim, also) = each.next() else { return nil }
                waiting.append(QueuePlace(also.id, claim.place))
            }
            return Reservation.Outcome.Entered(
                id: first.id,
                cohort: claim.place.cohort.code,
                state: first.state,
                seatNumber: claim.place.seatNumber,
                position: claim.place.position,
                expiresAt: first.expiresAt,
                waiting: waiting
            )
        }
        // One mail for each admission: that of a wish goes to its first claim, and lists all its places.
        try enqueue(entered.map { Letter($0.state == .held ? .confirmSeat : .waiting, to: $0.id) })
        try askConsent(zip(admissions, entered).filter(\.0.request.subscribe).map(\.1.id))
        return entered
    }

    /// Begins an entry for each address, in their order.
    private func begin(_ addresses: [EmailAddress]) throws -> [EntryID] {
        guard !addresses.isEmpty else { return [] }
        let begun: [EntryID] = try all(
            """
            INSERT INTO entry (person_id)
            SELECT person.id
            FROM unnest(\(addresses)) WITH ORDINALITY AS given (email, ordinal)
            JOIN person ON person.email = given.email
            ORDER BY given.ordinal
            RETURNING id
            """
        )
        return begun.sorted()
    }

    /// Inserts the claims and moves the counters of arrivals on.
    private func insert(_ claims: [NewClaim]) throws -> [Written] {
        let written: [Written] = try all(
            """
            -- 1. The claims, with the person of each address (met before, so that this statement sees them all). An
            --    erasure that is under way is awaited: then the address is nobody's.
            WITH new AS (
                SELECT *,
                    (SELECT person.id FROM person WHERE person.email = given.email LIMIT 1 FOR KEY SHARE) AS person_id
                FROM unnest(
                    \(claims.map(\.place.cohort.id)), \(claims.map(\.place.arrival)), \(claims.map(\.place.seatNumber)),
                    \(claims.map(\.request.email)), \(claims.map(\.request.name)), \(claims.map(\.request.timeZone)),
                    \(claims.map(\.client)), \(claims.map(\.entry))
                ) WITH ORDINALITY
                    AS given (cohort_id, arrival, seat_number, email, name, time_zone, client_digest, entry_id, ordinal)
            ),
            -- 2. The counter of arrivals moves on.
            counted AS (
                UPDATE cohort
                SET last_arrival = latest.arrival
                FROM (SELECT cohort_id, max(arrival) AS arrival FROM new GROUP BY cohort_id) AS latest
                WHERE cohort.id = latest.cohort_id
                RETURNING cohort.id, cohort.hold_window, cohort_clock(cohort.last_event_at) AS now,
                    (SELECT min(session.starts_at) FROM session WHERE session.cohort_id = cohort.id) AS starts_at,
                    cohort.price_minor, cohort.currency, cohort_terms(cohort.id) AS terms
            ),
            -- 3. The claims; no hold outlasts the start.
            entered AS (
                INSERT INTO enrollment (
                    cohort_id, person_id, state, arrival, seat_number, expires_at, name, time_zone, reserved_at,
                    client_digest, entry_id, terms
                )
                SELECT new.cohort_id, new.person_id,
                    CASE WHEN new.seat_number IS NULL THEN 'waitlisted' ELSE 'held' END,
                    new.arrival, new.seat_number,
                    CASE
                        WHEN new.seat_number IS NOT NULL
                            THEN least(counted.now + counted.hold_window, counted.starts_at)
                    END,
                    new.name, new.time_zone, counted.now, new.client_digest, new.entry_id,
                    counted.terms
                FROM new
                JOIN counted ON counted.id = new.cohort_id
                WHERE new.person_id IS NOT NULL
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
            JOIN new USING (cohort_id, arrival)
            ORDER BY new.ordinal
            """
        )
        // Somebody was erased between being met and being written: met again, they are somebody new.
        guard written.count == claims.count else { throw PostgresError.overtaken() }
        return written
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
}

extension QueuePlace {
    fileprivate init(_ id: EnrollmentID, _ place: Verdict.Place) {
        self.init(id: id, cohort: place.cohort.code, position: place.position ?? 0)
    }
}
