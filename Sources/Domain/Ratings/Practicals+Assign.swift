package import Postgres

extension Practicals {
    /// Asks examiners to rate a candidate on a day, each by a mailed link that opens on that day alone: two at first, a third
    /// when those are too far apart. Asked again, a rater who has not rated gets another day and a new link.
    ///
    /// - Parameters:
    ///   - day: In the cohort's zone; nil is the day of the practical.
    ///   - instead: A rater who cannot come; their link opens nothing any more.
    /// - Throws: `no-open-practical`, `staff-unknown`, `no-examiner`, `rated-already`, `enough-raters`, `day-over`, `day-too-far`.
    package func assign(
        _ logins: [String],
        to candidate: CandidateNumber,
        on day: CalendarDate? = nil,
        insteadOf instead: String? = nil,
        by actor: Actor
    ) async throws -> PracticalStanding {
        try actor.requireMayArrangePracticals()
        let member = try actor.requireMember()
        return try await store.write { connection in
            // 1. The claim, still; then where its practical stands.
            let open = try connection.lockedPractical(of: candidate)
            let (claim, attempt) = (open.claim, open.attempt)
            let standing = try connection.practicalStanding(attempt)
            try connection.requireReach(of: day ?? standing.heldOn, for: claim, today: open.today)
            guard (day ?? standing.heldOn) >= standing.heldOn else {
                throw Refusal.conflict(
                    "day-too-early",
                    "The practical is on \(standing.heldOn). Give that day, or a later one."
                )
            }
            // 2. Who goes, who comes.
            if let instead { try connection.withdraw(instead, standing) }
            let raters = try logins.map(connection.examiner)
            try connection.requireRoom(for: raters, try connection.practicalStanding(attempt), today: open.today)
            for rater in raters {
                try connection.tell(try connection.ask(rater, attempt, on: day ?? standing.heldOn, by: member))
            }
            // 3. Kept.
            try connection.audit(
                "practical.assign",
                "enrollment",
                claim.rawValue,
                by: actor,
                [
                    "candidate": "\(candidate)", "raters": raters.map(\.login).joined(separator: " "),
                    "on": "\(day ?? standing.heldOn)", "instead_of": instead,
                ]
            )
            return try connection.practicalStanding(attempt)
        }
    }
}

extension Connection {
    fileprivate func examiner(_ login: String) throws -> StaffMember {
        guard let member = try staffMember(login) else {
            throw Refusal.notFound("staff-unknown", "There is no staff member “\(login)”.")
        }
        guard member.disabledAt == nil, member.roles.contains(.examiner) else {
            throw Refusal.conflict(
                "no-examiner",
                "\(login) is no examiner. Only examiners rate: `registrar staff role \(login) --grant examiner`."
            )
        }
        return member
    }

    fileprivate func withdraw(_ login: String, _ standing: PracticalStanding) throws {
        guard let gone = standing.raters.first(where: { $0.login == login && !$0.isWithdrawn }) else {
            throw Refusal.notFound("rater-unknown", "\(login) is not asked to rate candidate \(standing.candidate).")
        }
        guard !gone.hasRated else {
            throw Refusal.conflict("rated-already", "\(login) has rated candidate \(standing.candidate) already.")
        }
        try execute("UPDATE rating_task SET withdrawn_at = registrar_clock() WHERE id = \(gone.task)")
    }

    /// Never more raters than may still be needed: the third comes once two have rated and differ.
    fileprivate func requireRoom(for raters: [StaffMember], _ standing: PracticalStanding, today: CalendarDate) throws {
        let logins = Set(raters.map(\.login))
        if let again = standing.raters.first(where: { $0.hasRated && logins.contains($0.login) }) {
            throw Refusal.conflict(
                "rated-already",
                "\(again.login) has rated candidate \(standing.candidate) already; nobody rates twice."
            )
        }
        try requireDifferentHumans(raters, standing)
        let others = standing.raters.count {
            !logins.contains($0.login) && ($0.hasRated || !$0.isWithdrawn && $0.onDay >= today)
        }
        let room = standing.raters.count(where: \.hasRated) == 2 ? 3 : 2
        guard others + logins.count <= room else {
            throw Refusal.conflict(
                "enough-raters",
                """
                Candidate \(standing.candidate) has \(others) of \(room) raters. A third is asked only when two have \
                rated and are too far apart; --instead-of takes the place of one who cannot come.
                """
            )
        }
    }

    /// One human is known by one address, whichever accounts they have; the database refuses it too.
    private func requireDifferentHumans(_ raters: [StaffMember], _ standing: PracticalStanding) throws {
        struct Twins: Decodable {
            let login: String
            let other: String
        }
        let asked = standing.raters.filter { !$0.isWithdrawn }.map(\.login) + raters.map(\.login)
        let twins: Twins? = try first(
            """
            SELECT staff.login, other.login AS other
            FROM staff
            JOIN staff AS other ON other.login = ANY(\(asked)) AND other.id <> staff.id
            WHERE staff.login = ANY(\(raters.map(\.login))) AND is_same_human(staff.id, other.id)
            ORDER BY staff.id, other.id
            LIMIT 1
            """
        )
        guard let twins else { return }
        throw Refusal.conflict(
            "rater-not-another",
            """
            \(twins.login) and \(twins.other) have one mail address: they are one person, and two persons rate. Ask \
            another examiner.
            """
        )
    }

    /// Mails a rater the link of their task.
    func tell(_ task: RatingTaskID) throws {
        try execute("INSERT INTO job (kind, rating_task_id) VALUES (\(RaterLetter.Kind.rate.jobKind), \(task))")
    }

    func ask(
        _ rater: StaffMember,
        _ attempt: PracticalAttemptID,
        on day: CalendarDate,
        by member: StaffMember
    ) throws -> RatingTaskID {
        try one(
            """
            INSERT INTO rating_task (attempt_id, rater_id, on_day, staff_id, operator_id)
            VALUES (\(attempt), \(rater.id), \(day), \(member.id), \(member.operatorID))
            ON CONFLICT ON CONSTRAINT one_task_per_rater DO UPDATE
            SET on_day = excluded.on_day, link_generation = rating_task.link_generation + 1, withdrawn_at = NULL
            RETURNING id
            """
        )
    }
}
