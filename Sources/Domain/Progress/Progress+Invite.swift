import Postgres

extension Progress {
    /// Mails everybody with a seat in a cohort, or one of them, the link of their own page; returns to whom.
    ///
    /// - Throws: `nobody-to-invite`.
    package func invite(
        cohort code: String,
        candidate: String? = nil,
        isRehearsal: Bool = false,
        by actor: Actor
    ) async throws -> [Candidate] {
        try actor.require(.recordProgress)
        return try await store.write { connection in
            let cohort = try connection.progressCohort(code, locking: true, by: actor)
            let wanted = try candidate.map { [try cohort.candidate($0)] } ?? cohort.candidates
            let invited = wanted.filter { $0.state != .noShow }
            guard !invited.isEmpty else {
                throw Refusal.conflict("nobody-to-invite", "Nobody has a confirmed seat in \(cohort.code).")
            }
            guard !isRehearsal else { return invited }
            try connection.enqueue(CandidateLetter.Kind.progress, to: invited.map(\.id))
            try connection.audit(
                "progress.invite",
                "cohort",
                cohort.id.rawValue,
                by: actor,
                ["cohort": cohort.code, "enrollments": invited.map { "\($0.id)" }.joined(separator: " ")]
            )
            return invited
        }
    }
}
