import Foundation
import Postgres

extension Seats {
    /// A claim that moved: the new one, and what it came from.
    package struct Transfer: Sendable {
        package let former: EnrollmentID
        package let formerCohort: String
        /// The claim that goes on; what is still due of a dearer seat is in it.
        package let status: EnrollmentStatus
        /// Shows the new claim's state and nothing else.
        package let showToken: String
        /// What was paid and went along.
        package let movedMinor: Int
        /// Whether it had moved there before, and nothing changed.
        package let isRepeat: Bool
    }

    /// Moves a confirmed seat to another cohort of the same program in one transaction: never two seats, never none.
    ///
    /// A seat must be free there after settling; the one here is offered to the queue at once. The holder of a link may
    /// as often and as long as the frozen terms say; staff may beyond, with a reason. A claim whose cohort was cancelled
    /// while it was confirmed may always go on elsewhere. Repeating it gives the same answer.
    ///
    /// - Throws: `not-confirmed`, `other-program`, the other cohort's own refusal when it takes no one, `already-there`,
    ///   `cohort-full`, `transfer-not-promised`, `transfer-too-often`, `transfer-too-late`, `transferred-already`.
    package func transfer(
        _ id: EnrollmentID,
        to code: String,
        reason: StaffReason? = nil,
        by actor: Actor
    ) async throws -> Transfer {
        try actor.require(holderOf: id)
        let secrets = self.secrets
        let outcome: Result<Transfer, Refusal> = try await store.write { connection in
            let (claim, target) = try connection.lockForTransfer(id, to: code, by: actor)
            do {
                let move = try connection.savepoint {
                    try connection.transfer(claim, to: target, reason: reason, by: actor)
                }
                return .success(try move.described(connection, secrets))
            } catch let refusal as Refusal {
                // What settling brought about stays.
                return .failure(refusal)
            }
        }
        return try outcome.get()
    }

    /// What `transfer` would do now; nothing is changed.
    package func rehearseTransfer(
        _ id: EnrollmentID,
        to code: String,
        reason: StaffReason? = nil,
        by actor: Actor
    ) async throws -> Transfer {
        try actor.require(holderOf: id)
        let secrets = self.secrets
        return try await store.write { connection in
            try connection.rehearse {
                let (claim, target) = try connection.lockForTransfer(id, to: code, by: actor)
                return try connection.transfer(claim, to: target, reason: reason, by: actor)
                    .described(connection, secrets)
            }
        }
    }
}

/// A transfer as it was carried out, before it is told.
private struct Move {
    let claim: Claim
    let successor: EnrollmentID
    let isRepeat: Bool

    func described(_ connection: Connection, _ secrets: Secrets) throws -> Seats.Transfer {
        guard let status = try connection.status(of: successor) else { throw Seats.unknown(successor) }
        return Seats.Transfer(
            former: claim.id,
            formerCohort: claim.cohortCode,
            status: status,
            showToken: LinkToken(.show, successor, generation: status.linkGeneration).text(sealedWith: secrets.links),
            movedMinor: try connection.one(
                """
                SELECT coalesce(sum(amount_minor), 0)::bigint
                FROM payment
                WHERE enrollment_id = \(successor) AND kind = 'moved' AND amount_minor > 0
                """
            ),
            isRepeat: isRepeat
        )
    }
}

extension Connection {
    /// Locks and settles both cohorts, and reads the claim under the locks.
    fileprivate func lockForTransfer(
        _ id: EnrollmentID,
        to code: String,
        by actor: Actor
    ) throws -> (Claim, LockedCohort) {
        let code = code.uppercased()
        let here: String? = try first(
            "SELECT cohort.code FROM enrollment JOIN cohort ON cohort.id = cohort_id WHERE enrollment.id = \(id)"
        )
        guard let here else { throw Seats.unknown(id) }
        guard here != code else { throw Refusal.sameCohort(code) }
        let cohorts = try lock(cohorts: [here, code], freeing: true)
        guard let target = cohorts.first(where: { $0.code == code }), target.state != .draft || actor.staff != nil
        else { throw Refusal.cohortUnknown(code) }
        return (try claim(id), target)
    }

    fileprivate func transfer(
        _ claim: Claim,
        to target: LockedCohort,
        reason: StaffReason?,
        by actor: Actor
    ) throws -> Move {
        let standing = try transferStanding(of: claim.id)
        // Others go on too: a place that was carried over, a removal that was undone. They did not move.
        if let successor = standing.successor, [.transferred, .cancelled].contains(claim.state) {
            guard standing.successorCohort == target.code else {
                throw Refusal.movedAlready(to: standing.successorCohort ?? "")
            }
            return Move(claim: claim, successor: successor, isRepeat: true)
        }
        switch claim.state {
        case .confirmed: try requireTerms(standing, claim, reason, by: actor)
        case .cancelled where standing.wasConfirmed: break
        case .held, .offered, .waitlisted: throw Refusal.notConfirmed
        case .attended, .noShow:
            throw Refusal.conflict("cohort-completed", "\(claim.cohortCode) has taken place; no seat can move from it.")
        default: throw claim.ended ?? .notConfirmed
        }
        try requireRoom(in: target, for: claim.id)
        let isCancelled = claim.state == .cancelled
        let (why, words) = (reason.map { Event.Reason.staff($0.category) }, reason?.words)
        if !isCancelled {
            try execute("UPDATE enrollment SET state = 'transferred', seat_number = NULL WHERE id = \(claim.id)")
            try record([
                Event(
                    claim.id,
                    in: claim.cohortId,
                    .transferred,
                    by: actor,
                    seatNumber: claim.seatNumber,
                    reason: why,
                    words: words
                )
            ])
        }
        let successor = try seatSuccessor(
            of: claim.id,
            in: target,
            moves: isCancelled ? 0 : 1,
            reason: why,
            words: words,
            by: actor
        )
        try enqueue([Letter(.transferred, to: successor)])
        if actor.staff != nil {
            try audit(
                "seat.transfer",
                "enrollment",
                claim.id.rawValue,
                by: actor,
                [
                    "from": claim.cohortCode, "to": target.code, "successor": String(successor.rawValue),
                    "reason": reason.map { "\($0.category.rawValue): \($0.words)" },
                ]
            )
        }
        try settle([claim.cohortId])
        return Move(claim: claim, successor: successor, isRepeat: false)
    }
}
