package import Foundation
package import Postgres

/// That a sitting of a practical was called off, or moved to another day, before anybody rated it. It stays in history, and
/// whatever the reason, it uses no try up.
package struct PracticalCancellation: Sendable {
    /// Why, as candidate and raters hear it.
    package enum Cause: String, CaseIterable, Codable, PostgresCodable, Sendable {
        /// They did not come, or said before that they could not.
        case candidateAbsent = "candidate_absent"
        case institute
    }

    /// nil: it was moved.
    package let cause: Cause?
    /// The day of the sitting that took its place.
    package let movedTo: CalendarDate?
    package let at: Date

    /// What every reader of sittings joins to know it.
    static let join: SQL = """
        LEFT JOIN practical_cancellation AS cancellation ON cancellation.attempt_id = practical_attempt.id
        LEFT JOIN practical_attempt AS next ON next.moved_from = practical_attempt.id
        """
}

extension Connection {
    /// Calls a sitting off: its raters' links open nothing any more. The claim is locked.
    ///
    /// - Parameter cause: nil when it goes on as another sitting.
    /// - Returns: The raters that were still asked.
    /// - Throws: `rated-already`: what was rated took place.
    func callOff(
        _ sitting: PracticalStanding,
        _ cause: PracticalCancellation.Cause?,
        reason: String,
        by member: StaffMember
    ) throws -> [PracticalStanding.Rater] {
        if let rated = sitting.raters.first(where: \.hasRated) {
            throw Refusal.conflict(
                "rated-already",
                """
                \(rated.login) has rated candidate \(sitting.candidate) already, so the practical took place. Whoever \
                cannot rate any more is replaced by `practical assign --instead-of`.
                """
            )
        }
        try execute(
            """
            UPDATE rating_task
            SET withdrawn_at = registrar_clock()
            WHERE attempt_id = \(sitting.id) AND withdrawn_at IS NULL
            """
        )
        let payload = try keep(["reason": reason])
        try execute(
            """
            INSERT INTO practical_cancellation (attempt_id, reason_class, staff_id, operator_id, payload_id, digest)
            VALUES (\(sitting.id), \(cause?.rawValue ?? "moved"), \(member.id), \(member.operatorID), \(payload.id),
                \(payload.digest))
            """
        )
        return sitting.raters.filter { !$0.isWithdrawn }
    }

    /// Tells raters by mail that there is nothing to rate.
    func tellCalledOff(_ raters: [PracticalStanding.Rater]) throws {
        try execute(
            """
            INSERT INTO job (kind, rating_task_id)
            SELECT \(RaterLetter.Kind.cancelled.jobKind), task
            FROM unnest(\(raters.map(\.task))) AS task
            """
        )
    }

    /// Tells a candidate by mail what became of a sitting.
    func tell(_ kind: CandidateLetter.Kind, of sitting: PracticalAttemptID, to claim: EnrollmentID) throws {
        try execute(
            """
            INSERT INTO job (kind, enrollment_id, practical_attempt_id)
            VALUES (\(kind.jobKind), \(claim), \(sitting))
            """
        )
    }
}
