import Foundation
package import Postgres

extension Actor {
    /// The office arranges practicals, and so may examiners; both see candidates by number.
    func requireMayArrangePracticals() throws {
        if !may(.runCohorts) { try require(.examine) }
    }
}

extension Practicals {
    /// Enters a candidate for their practical on a day of their cohort's zone: who is not eligible stays out, and what let
    /// them in is kept.
    ///
    /// - Throws: `not-eligible`, `no-practical`, `practical-unknown`, `day-over`, `day-too-early`, `day-too-far`, and what the
    ///   retake policy says: `try-open`, `exam-passed`, `no-try-left`, `try-too-early`, `try-too-late`.
    package func schedule(
        _ claim: EnrollmentID,
        requirement code: String? = nil,
        on day: CalendarDate,
        by actor: Actor
    ) async throws -> PracticalStanding {
        try actor.requireMayArrangePracticals()
        return try await store.write { connection in
            // 1. The claim, still, and what its program asks for.
            try connection.lockTries(of: [claim])
            let candidate = try connection.lockedCandidate(claim)
            let required = try connection.requiredPractical(of: claim, code)
            try connection.requireReach(of: day, for: claim, today: candidate.today)
            let next = try connection.nextTry(of: claim, at: required.id, on: day, in: candidate.zone)
            // 2. In the newest version, which is frozen from now on.
            guard let practical = try connection.practicals([required.practical]).first else {
                throw Self.unknown(required.practical)
            }
            try connection.execute(
                "UPDATE practical SET frozen_at = registrar_clock() WHERE id = \(practical.id) AND frozen_at IS NULL"
            )
            // 3. Eligible, as of now; and entered.
            let eligibility = try connection.recordEligibility(of: claim, for: required.id)
            let attempt: PracticalAttemptID = try connection.one(
                """
                INSERT INTO practical_attempt (
                    enrollment_id, requirement_id, practical_id, eligibility_id, number, held_on, staff_id, operator_id
                )
                VALUES (\(claim), \(required.id), \(practical.id), \(eligibility), \(next.number), \(day),
                    \(try actor.requireMember().id), \(actor.staff?.operatorID))
                RETURNING id
                """
            )
            let number = try connection.candidateNumber(of: claim)
            try connection.audit(
                "practical.schedule",
                "enrollment",
                claim.rawValue,
                by: actor,
                [
                    "practical": "\(required.practical) version \(practical.version)", "on": "\(day)",
                    "candidate": "\(number)",
                ]
            )
            return try connection.practicalStanding(attempt)
        }
    }
}

extension Actor {
    /// Somebody with a name: history says who.
    func requireMember() throws -> StaffMember {
        guard let staff else {
            throw Refusal.forbidden("staff-only", "Somebody of the staff does this, under their own name.")
        }
        return staff
    }
}

extension Connection {
    struct LockedCandidate: Decodable {
        let today: CalendarDate
        let zone: String
    }

    /// Holds a candidate's claim still.
    ///
    /// - Throws: `enrollment-unknown`, `person-erased`.
    func lockedCandidate(_ claim: EnrollmentID) throws -> LockedCandidate {
        try execute("SELECT id FROM enrollment WHERE id = \(claim) FOR NO KEY UPDATE")
        try requireSomebody(behind: claim)
        let candidate: LockedCandidate? = try first(
            """
            SELECT (registrar_clock() AT TIME ZONE cohort.time_zone)::date AS today, cohort.time_zone AS zone
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            WHERE enrollment.id = \(claim)
            """
        )
        guard let candidate else { throw Seats.unknown(claim) }
        return candidate
    }

    func practicalStanding(_ id: PracticalAttemptID) throws -> PracticalStanding {
        guard let standing = try practicalStandings(where: "practical_attempt.id = \(id)").first else {
            throw Refusal.notFound("practical-unknown", "There is no practical \(id).")
        }
        return standing
    }

    fileprivate struct RequiredPractical: Decodable {
        let id: RequirementID
        let code: String
        let practical: String
    }

    /// The practical exam among the requirements of a claim's program: the one of this code, or the only one.
    fileprivate func requiredPractical(of claim: EnrollmentID, _ code: String?) throws -> RequiredPractical {
        let required: [RequiredPractical] = try all(
            """
            SELECT
                requirement.id, requirement.code, requirement.detail ->> 'practical' AS practical
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            JOIN requirement ON requirement.program_version_id = cohort.program_version_id
            WHERE enrollment.id = \(claim)
                AND requirement.kind = 'practical_exam'
                AND requirement.detail ? 'practical'
                AND coalesce(requirement.code = \(code), true)
            ORDER BY requirement.id
            """
        )
        guard let only = required.first, required.count == 1 else {
            throw Refusal.conflict(
                "no-practical",
                required.isEmpty
                    ? "The program of enrollment \(claim) asks for no \(code.map { "practical exam “\($0)”" } ?? "practical exam that is rated here")."
                    : "The program asks for several practicals; name one: \(required.map(\.code).joined(separator: ", "))."
            )
        }
        return only
    }

    /// The next try, as the retake policy allows it on a day.
    func nextTry(
        of claim: EnrollmentID,
        at requirement: RequirementID,
        on day: CalendarDate,
        in zone: String
    ) throws -> NextTry {
        let moment: Date = try one("SELECT \(day)::timestamp AT TIME ZONE \(zone)")
        let next = try nextTry(of: claim, at: requirement, on: moment)
        let refusal = next.refusal(
            first: try self.day(next.earliest, in: zone),
            last: try self.day(next.latest, in: zone)
        )
        if let refusal { throw refusal }
        return next
    }
}
