import Foundation
import Postgres

/// One enrollment inside its cohort's lock, after settling: what a verb decides on.
struct Claim: Decodable {
    let id: EnrollmentID
    let cohortId: CohortID
    let state: Enrollment.State
    let seatNumber: Int?
    let addressConfirmed: Bool
    let cohortCode: String
    let cohortState: Cohort.State
    /// The wish for several cohorts that this claim belongs to.
    let entryId: EntryID?
    /// Where the same wish also waits; those cohorts are locked too.
    let elsewhere: [CohortID]
    let now: Date

    /// Why a finished claim takes no more verbs.
    var ended: Refusal? {
        switch state {
        case .waitlisted, .held, .offered, .confirmed, .attended, .noShow: nil
        case .lapsed:
            .gone(
                "hold-lapsed",
                "The time to answer is over, and the seat went on. Ask again on the page of \(cohortCode)."
            )
        case .declined: .gone("offer-declined", "You declined this offer. Ask again on the page of \(cohortCode).")
        case .withdrawn: .gone("withdrawn", "This seat was given back. Ask again on the page of \(cohortCode).")
        case .cancelled:
            .gone("cohort-cancelled", "\(cohortCode) was cancelled. The list of open cohorts has other dates.")
        case .closed, .carried, .transferred, .removed:
            .gone("ended", "This claim on \(cohortCode) has ended (\(state.rawValue)).")
        }
    }
}

extension Seats {
    /// Carries out one verb on one claim: lock and settle, decide, write, give what became free.
    ///
    /// The claim's cohort is locked, and those in which its entry also waits, so that a verb reaches them all at once.
    /// A refused verb is undone alone: what settling brought about stays, and its mail goes out.
    func act(
        on id: EnrollmentID,
        by actor: Actor,
        _ verb: @escaping @Sendable (Claim, Connection) throws -> Void
    ) async throws -> EnrollmentStatus {
        try actor.require(holderOf: id)
        let outcome: Result<EnrollmentStatus, Refusal> = try await store.write { connection in
            let (claim, cohorts) = try connection.lockClaim(id)
            do {
                try connection.savepoint { try verb(claim, connection) }
            } catch let refusal as Refusal {
                return .failure(refusal)
            }
            try connection.settle(cohorts, ending: claim.entryId != nil)
            guard let status = try connection.status(of: id) else { throw Self.unknown(id) }
            return .success(status)
        }
        return try outcome.get()
    }
}

extension Connection {
    func claim(_ id: EnrollmentID) throws -> Claim {
        try one(
            """
            SELECT enrollment.id, enrollment.cohort_id, enrollment.state, enrollment.seat_number,
                enrollment.address_confirmed_at IS NOT NULL AS address_confirmed, cohort.code AS cohort_code,
                cohort.state AS cohort_state, enrollment.entry_id,
                ARRAY(
                    SELECT other.cohort_id
                    FROM enrollment AS other
                    WHERE other.entry_id = enrollment.entry_id
                        AND other.state = 'waitlisted'
                        AND other.id <> enrollment.id
                ) AS elsewhere,
                cohort_clock(cohort.last_event_at) AS now
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            WHERE enrollment.id = \(id)
            """
        )
    }

    /// Notes that the address is the person's own, and that the name typed with the request is theirs.
    func confirmAddress(_ id: EnrollmentID) throws {
        try execute(
            """
            UPDATE enrollment
            SET address_confirmed_at = coalesce(address_confirmed_at, registrar_clock()), client_digest = NULL
            WHERE id = \(id)
            """
        )
        try execute(
            """
            UPDATE person
            SET name = enrollment.name
            FROM enrollment
            WHERE enrollment.id = \(id) AND person.id = enrollment.person_id
            """
        )
    }

    /// Confirms the address of a waiting claim, in every queue in which its wish waits.
    func confirmPlaces(of claim: Claim, by actor: Actor) throws {
        try confirmAddress(claim.id)
        let others: [Place] =
            claim.entryId == nil
            ? []
            : try all(
                """
                UPDATE enrollment
                SET address_confirmed_at = registrar_clock(), client_digest = NULL
                WHERE entry_id = \(claim.entryId)
                    AND cohort_id = ANY(\(claim.elsewhere))
                    AND state = 'waitlisted'
                    AND address_confirmed_at IS NULL
                RETURNING id, cohort_id
                """
            )
        try record(
            [Event(claim.id, in: claim.cohortId, .addressConfirmed, by: actor)]
                + others.map { Event($0.id, in: $0.cohortId, .addressConfirmed, by: actor) }
        )
    }

    private struct Place: Decodable {
        let id: EnrollmentID
        let cohortId: CohortID
    }

    /// Takes a seat for good, or, where payment comes first, keeps it until it is paid.
    func confirmSeat(_ claim: Claim, as kind: Event.Kind, by actor: Actor) throws {
        try confirmAddress(claim.id)
        guard try !awaitPayment(claim, by: actor) else { return }
        try execute("UPDATE enrollment SET state = 'confirmed', expires_at = NULL WHERE id = \(claim.id)")
        try record([Event(claim.id, in: claim.cohortId, kind, by: actor, seatNumber: claim.seatNumber)])
        try noteOverpaid(claim.id)
        try enqueue([Letter(.confirmed, to: claim.id)])
    }

    /// Ends a claim; its seat is free from the next statement on.
    func end(
        _ claim: Claim,
        as state: Enrollment.State,
        _ kind: Event.Kind,
        by actor: Actor,
        because reason: StaffReason? = nil
    ) throws {
        try execute(
            """
            UPDATE enrollment
            SET state = \(state), seat_number = NULL, expires_at = NULL, client_digest = NULL
            WHERE id = \(claim.id)
            """
        )
        try record([
            Event(
                claim.id,
                in: claim.cohortId,
                kind,
                by: actor,
                seatNumber: claim.seatNumber,
                reason: reason.map { .staff($0.category) },
                words: reason?.words
            )
        ])
        try openCases(ofEnded: [claim.id])
    }

    /// Staff acts leave an audit entry; what applicants do is history already.
    func auditStaff(_ verb: String, on claim: Claim, by actor: Actor, because reason: StaffReason? = nil) throws {
        guard actor.staff != nil else { return }
        try audit(
            verb,
            "enrollment",
            claim.id.rawValue,
            by: actor,
            [
                "cohort": claim.cohortCode, "was": claim.state.rawValue, "reason_class": reason?.category.rawValue,
                "reason": reason?.words,
            ]
        )
    }
}
