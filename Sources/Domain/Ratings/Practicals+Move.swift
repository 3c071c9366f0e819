package import Postgres

extension Practicals {
    /// Moves a candidate's practical to another day before anybody rated it: a new sitting of the same try takes the place of
    /// the old one, which stays in history. Its raters are asked for the new day by new links, and the candidate is told.
    ///
    /// - Parameter day: In the cohort's zone.
    /// - Throws: `no-open-practical`, `rated-already`, `same-day`; as `schedule`.
    package func move(
        _ candidate: CandidateNumber,
        to day: CalendarDate,
        reason: String,
        by actor: Actor
    ) async throws -> PracticalStanding {
        try actor.requireMayArrangePracticals()
        let member = try actor.requireMember()
        let reason = try StaffReason(.other, reason).words
        return try await store.write { connection in
            // 1. Every try of the person, still; then what is to move, and whether that day may be.
            try connection.lockTries(of: [connection.openPractical(of: candidate).claim])
            let open = try connection.lockedPractical(of: candidate)
            let sitting = try connection.practicalStanding(open.attempt)
            guard day != sitting.heldOn else {
                throw Refusal.conflict("same-day", "The practical of candidate \(candidate) is on \(day) already.")
            }
            try connection.requireReach(of: day, for: open.claim, today: open.today)
            // 2. The old sitting ends; the new one is allowed by the same rules as any.
            let raters = try connection.callOff(sitting, nil, reason: reason, by: member)
            let moved = try connection.goOn(from: open, on: day, by: member)
            // 3. Whoever was asked is asked again.
            let asked = try connection.askAgain(Array(raters.suffix(2)), moved, on: day, by: member)
            try connection.tellCalledOff(raters.filter { !asked.contains($0.login) })
            try connection.tell(.practicalMoved, of: moved, to: open.claim)
            try connection.audit(
                "practical.move",
                "enrollment",
                open.claim.rawValue,
                by: actor,
                ["candidate": "\(candidate)", "from": "\(sitting.heldOn)", "on": "\(day)", "reason": reason]
            )
            return try connection.practicalStanding(moved)
        }
    }
}

extension Connection {
    fileprivate func goOn(
        from open: OpenPractical,
        on day: CalendarDate,
        by member: StaffMember
    ) throws -> PracticalAttemptID {
        let requirement: RequirementID = try one(
            "SELECT requirement_id FROM practical_attempt WHERE id = \(open.attempt)"
        )
        let next = try nextTry(of: open.claim, at: requirement, on: day, in: open.zone)
        let eligibility = try recordEligibility(of: open.claim, for: requirement)
        return try one(
            """
            INSERT INTO practical_attempt (
                enrollment_id, requirement_id, practical_id, eligibility_id, number, held_on, moved_from, staff_id,
                operator_id
            )
            SELECT enrollment_id, requirement_id, practical_id, \(eligibility), \(next.number), \(day), id, \(member.id),
                \(member.operatorID)
            FROM practical_attempt
            WHERE id = \(open.attempt)
            RETURNING id
            """
        )
    }

    /// - Returns: The logins of those who are still examiners, and so were asked.
    fileprivate func askAgain(
        _ raters: [PracticalStanding.Rater],
        _ sitting: PracticalAttemptID,
        on day: CalendarDate,
        by member: StaffMember
    ) throws -> Set<String> {
        var asked: Set<String> = []
        for login in raters.map(\.login) {
            guard let rater = try staffMember(login), rater.disabledAt == nil, rater.roles.contains(.examiner) else {
                continue
            }
            try tell(try ask(rater, sitting, on: day, by: member))
            asked.insert(login)
        }
        return asked
    }
}
