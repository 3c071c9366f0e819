import Postgres

/// The sitting of a candidate that is neither decided nor called off, while their claim is held still.
struct OpenPractical {
    let claim: EnrollmentID
    let attempt: PracticalAttemptID
    /// In the cohort's zone.
    let today: CalendarDate
    let zone: String
}

extension Connection {
    /// Holds the claim still, and looks again: what was open before the lock may be over.
    ///
    /// - Throws: `no-open-practical`, `person-erased`.
    func lockedPractical(of candidate: CandidateNumber) throws -> OpenPractical {
        let locked = try lockedCandidate(openPractical(of: candidate).claim)
        let open = try openPractical(of: candidate)
        return OpenPractical(claim: open.claim, attempt: open.attempt, today: locked.today, zone: locked.zone)
    }

    /// The practical of a candidate that is neither decided nor called off.
    ///
    /// - Throws: `no-open-practical`.
    func openPractical(of candidate: CandidateNumber) throws -> (claim: EnrollmentID, attempt: PracticalAttemptID) {
        struct Open: Decodable {
            let claim: EnrollmentID
            let attempt: PracticalAttemptID
        }
        let open: Open? = try first(
            """
            SELECT practical_attempt.enrollment_id AS claim, practical_attempt.id AS attempt
            FROM candidate
            JOIN practical_attempt ON practical_attempt.enrollment_id = candidate.enrollment_id
            WHERE candidate.number = \(candidate.rawValue)
                AND NOT EXISTS (
                    SELECT FROM practical_score WHERE practical_score.attempt_id = practical_attempt.id
                )
                AND NOT EXISTS (
                    SELECT FROM practical_cancellation WHERE practical_cancellation.attempt_id = practical_attempt.id
                )
            ORDER BY practical_attempt.id DESC
            LIMIT 1
            """
        )
        guard let open else {
            throw Refusal.notFound(
                "no-open-practical",
                """
                Candidate \(candidate) has no practical that waits to be rated; `registrar practical candidates` shows \
                each, and `practical schedule` enters one.
                """
            )
        }
        return (open.claim, open.attempt)
    }

    /// Refuses a day before the cohort's first session, and one more than two years ahead; the database does too.
    ///
    /// - Throws: `day-over`, `day-too-early`, `day-too-far`.
    func requireReach(of day: CalendarDate, for claim: EnrollmentID, today: CalendarDate) throws {
        struct Days: Decodable {
            let firstDay: CalendarDate?
            let lastDay: CalendarDate
        }
        let days: Days = try one("SELECT first_day, last_day FROM practical_days(\(claim))")
        let first = max(today, days.firstDay ?? today)
        guard day >= today else {
            throw Refusal.conflict("day-over", "\(day) is over. Give a day from \(first) on.")
        }
        guard day >= first else {
            throw Refusal.conflict(
                "day-too-early",
                "The first session of their cohort is on \(first). Give that day, or a later one."
            )
        }
        guard day <= days.lastDay else {
            throw Refusal.conflict(
                "day-too-far",
                "\(day) is more than two years ahead. Give a day until \(days.lastDay)."
            )
        }
    }
}
