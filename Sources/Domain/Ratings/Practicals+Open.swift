import Postgres

extension Practicals {
    /// Opens a rater's mailed link; looking changes nothing.
    ///
    /// - Throws: `link-unknown` for a mistyped token as for one never issued, `link-replaced`, `person-erased`.
    package func open(link text: String) async throws -> RatingTask {
        try await store.read { try $0.ratingTask(link: text, secrets) }
    }

    /// The tries at practicals that concern a cohort, or all that wait for somebody.
    package func standings(cohort code: String? = nil, by actor: Actor) async throws -> [PracticalStanding] {
        try actor.requireMayArrangePracticals()
        return try await store.read { connection in
            guard let code = code?.uppercased() else {
                return try connection.practicalStandings(
                    where: "practical_score.attempt_id IS NULL AND cancellation.attempt_id IS NULL"
                )
            }
            let cohort = try connection.cohortPage(code).cohort.id
            return try connection.practicalStandings(where: "cohort.id = \(cohort)")
        }
    }
}

extension Connection {
    func ratingTask(link text: String, _ secrets: Secrets) throws -> RatingTask {
        guard let token = LinkToken(text, sealedWith: secrets.links), let id = token.ratingTask,
            let task = try ratingTask(id)
        else {
            throw Refusal.notFound(
                "link-unknown",
                "This link is not known here. Open it from the mail again, or copy the whole of it."
            )
        }
        try requireSomebody(behind: task.claim)
        guard token.generation == task.generation else {
            throw Refusal.gone("link-replaced", "A newer mail took the place of this link. Open the one in that mail.")
        }
        return task
    }
}
