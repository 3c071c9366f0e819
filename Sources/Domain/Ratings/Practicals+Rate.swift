import Postgres
import Psychometrics

extension Practicals {
    /// Hands a rating in by the mailed link, on its day alone; it is final, and nothing of what others gave is told.
    ///
    /// - Throws: as `open(link:)`; `rating-not-open`, `rating-over`, `rated-already`, and every criterion without a level.
    package func rate(link text: String, _ draft: RatingDraft) async throws {
        let secrets = self.secrets
        try await store.write { connection in
            let seen = try connection.ratingTask(link: text, secrets)
            _ = try connection.lockedCandidate(seen.claim)
            let task = try connection.ratingTask(link: text, secrets)
            if task.state == .over { throw task.isOver }
            try connection.write(draft, task, by: .staff(task.rater))
        }
    }

    /// Hands one's own rating in by the command line, on its day or later, for who rated on paper.
    ///
    /// - Throws: `no-open-practical`, `not-a-rater`; as `rate(link:)`.
    package func rate(_ candidate: CandidateNumber, _ draft: RatingDraft, by actor: Actor) async throws {
        try actor.require(.examine)
        let member = try actor.requireMember()
        try await store.write { connection in
            let id: RatingTaskID? = try connection.first(
                """
                SELECT rating_task.id
                FROM candidate
                JOIN practical_attempt ON practical_attempt.enrollment_id = candidate.enrollment_id
                JOIN rating_task ON rating_task.attempt_id = practical_attempt.id
                WHERE candidate.number = \(candidate.rawValue) AND rating_task.rater_id = \(member.id)
                ORDER BY practical_attempt.id DESC
                LIMIT 1
                """
            )
            let asked = try id.flatMap(connection.ratingTask)
            if let asked, asked.cancellation != nil { throw asked.isOver }
            guard let id, let seen = asked, !seen.isWithdrawn else {
                throw Refusal.notFound("not-a-rater", "\(member.login) is not asked to rate candidate \(candidate).")
            }
            _ = try connection.lockedCandidate(seen.claim)
            guard let task = try connection.ratingTask(id) else { return }
            try connection.write(draft, task, by: actor)
        }
    }
}

extension RatingTask {
    fileprivate var isOver: Refusal {
        let words =
            if let cancellation {
                cancellation.movedTo.map {
                    "This practical was moved to \($0). Who rates on that day has a newer mail with a link of its own."
                } ?? "This practical was called off. There is nothing to rate."
            } else if isWithdrawn {
                "Another rater was asked instead. There is nothing to do here any more."
            } else {
                "This link was for \(onDay) alone. Ask the office for another, or for who enters what you noted on paper."
            }
        return .gone("rating-over", words)
    }
}

extension Connection {
    /// The database refuses it too; here it is said in words.
    private func requireNeeded(_ task: RatingTask, by actor: Actor) throws {
        let isDecided: Bool = try one("SELECT EXISTS (SELECT FROM practical_score WHERE attempt_id = \(task.attempt))")
        guard !isDecided else {
            throw Refusal.gone(
                "rating-over",
                "Others have rated candidate \(task.candidate). There is nothing to do here any more."
            )
        }
        let hasRated: Bool = try one(
            """
            SELECT coalesce(\(actor.staff?.operatorID) = \(task.rater.id), false) OR EXISTS (
                SELECT
                FROM rating_task AS other
                JOIN rating ON rating.task_id = other.id
                CROSS JOIN unnest(ARRAY[\(task.rater.id), \(actor.staff?.operatorID)]::bigint[]) AS mine (id)
                CROSS JOIN unnest(ARRAY[other.rater_id, rating.operator_id]) AS theirs (id)
                WHERE other.attempt_id = \(task.attempt)
                    AND other.id <> \(task.id)
                    AND is_same_human(mine.id, theirs.id)
            )
            """
        )
        guard !hasRated else {
            throw Refusal.forbidden(
                "rater-not-another",
                "\(task.rater.login), or whoever acts as them, has rated candidate \(task.candidate) already. Two persons rate: each by their own link."
            )
        }
    }

    /// The claim is locked: ratings of one candidate come one after the other.
    fileprivate func write(_ draft: RatingDraft, _ task: RatingTask, by actor: Actor) throws {
        try actor.require(.examine)
        if task.state == .done {
            throw Refusal.conflict(
                "rated-already",
                "\(task.rater.login) has rated candidate \(task.candidate) already. The first rating stays; nobody rates twice."
            )
        }
        if task.isWithdrawn || task.cancellation != nil { throw task.isOver }
        if task.state == .early {
            throw Refusal.conflict("rating-not-open", "This opens on \(task.onDay), the day of the practical.")
        }
        try requireNeeded(task, by: actor)
        let rating = try draft.rating(by: task.practical)
        let payload = try draft.note.map { try keep(["note": $0]) }
        try execute(
            """
            INSERT INTO rating (task_id, levels, operator_id, payload_id, digest)
            VALUES (\(task.id), \(rating.levels), \(actor.staff?.operatorID), \(payload?.id), \(payload?.digest))
            """
        )
        // The entry says that somebody rated, and whom; levels stay where they are.
        try audit(
            "practical.rate",
            "enrollment",
            task.claim.rawValue,
            by: actor,
            ["candidate": "\(task.candidate)", "practical": task.practical.code]
        )
        try settlePractical(task.attempt, of: task.claim, task.practical)
    }
}
