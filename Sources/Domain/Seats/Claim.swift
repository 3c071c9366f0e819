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
    /// Carries out one verb on one claim: lock and settle the cohort, decide, write, give what became free.
    ///
    /// A refused verb is undone alone: what settling brought about stays, and its mail goes out.
    func act(
        on id: EnrollmentID,
        by actor: Actor,
        _ verb: @escaping @Sendable (Claim, Connection) throws -> Void
    ) async throws -> EnrollmentStatus {
        try actor.require(holderOf: id)
        let outcome: Result<EnrollmentStatus, Refusal> = try await store.write { connection in
            let cohort = try connection.lockCohort(of: id)
            let claim = try connection.claim(id)
            do {
                try connection.savepoint { try verb(claim, connection) }
            } catch let refusal as Refusal {
                return .failure(refusal)
            }
            try connection.settle([cohort])
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
                cohort.state AS cohort_state, cohort_clock(cohort.last_event_at) AS now
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

    /// Takes a seat for good, or, where payment comes first, keeps it until it is paid.
    func confirmSeat(_ claim: Claim, as kind: Event.Kind, by actor: Actor) throws {
        try confirmAddress(claim.id)
        guard try !awaitPayment(claim, by: actor) else { return }
        try execute("UPDATE enrollment SET state = 'confirmed', expires_at = NULL WHERE id = \(claim.id)")
        try record([Event(claim.id, in: claim.cohortId, kind, by: actor, seatNumber: claim.seatNumber)])
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
