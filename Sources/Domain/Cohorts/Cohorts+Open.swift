import Postgres

extension Cohorts {
    /// Opens a draft to the public and freezes its program version for good.
    ///
    /// - Throws: `Refusal` of kind conflict for a draft without sessions, one that starts in the past, and a cohort
    ///   that is over. Opening an open cohort again changes nothing.
    package func open(code: String, by actor: Actor) async throws -> CohortPage {
        try actor.require(.runCohorts)
        let code = code.uppercased()
        return try await store.write { connection in
            // 1. The locks, in statements of their own: the cohort, then its program version.
            let cohort = try connection.first(
                """
                SELECT id, state, program_version_id
                FROM cohort
                WHERE code = \(code)
                FOR UPDATE
                """,
                as: LockedCohort.self
            )
            guard let cohort else { throw Refusal.cohortUnknown(code) }
            guard cohort.state != .open else { return try connection.cohortPage(code) }
            guard cohort.state == .draft else {
                throw Refusal.conflict(
                    "cohort-not-a-draft",
                    "\(code) is \(cohort.state.rawValue); only a draft can be opened."
                )
            }
            try connection.execute("SELECT FROM program_version WHERE id = \(cohort.programVersionId) FOR UPDATE")
            try connection.execute("SELECT freeze_clock()")
            // 2. The rules.
            let page = try connection.cohortPage(code)
            guard let startsAt = page.cohort.startsAt else {
                throw Refusal.conflict(
                    "cohort-without-sessions",
                    "\(code) has no session yet; people must know when it takes place."
                )
            }
            guard startsAt > page.cohort.now else {
                throw Refusal.conflict(
                    "cohort-in-the-past",
                    "\(code) would have started already; a cohort opens before it starts."
                )
            }
            // 3. The opening.
            try connection.execute(
                """
                UPDATE program_version
                SET frozen_at = registrar_clock()
                WHERE id = \(cohort.programVersionId) AND frozen_at IS NULL
                """
            )
            try connection.execute("UPDATE cohort SET state = 'open' WHERE id = \(cohort.id)")
            try connection.audit(
                "cohort.open",
                "cohort",
                cohort.id.rawValue,
                by: actor,
                [
                    "code": code,
                    "program": page.cohort.programCode,
                    "version": String(page.cohort.programVersionNumber),
                ]
            )
            return try connection.cohortPage(code)
        }
    }

    private struct LockedCohort: Decodable {
        let id: CohortID
        let state: Cohort.State
        let programVersionId: ProgramVersionID
    }
}
