import Postgres

extension Cohorts {
    /// Other cohorts of the same program that take new people now, in order of their start; at most nine.
    package func alternatives(to code: String) async throws -> [Cohort] {
        try await store.read { try $0.alternatives(to: code) }
    }
}

extension Connection {
    func alternatives(to code: String) throws -> [Cohort] {
        try all(
            """
            SELECT \(Cohort.columns)
            FROM cohort_now
            WHERE id IN (
                SELECT other.id
                FROM cohort AS here
                JOIN program_version AS mine ON mine.id = here.program_version_id
                JOIN program_version AS theirs ON theirs.program_id = mine.program_id
                JOIN cohort AS other ON other.program_version_id = theirs.id
                WHERE here.code = \(code.uppercased())
                    AND other.id <> here.id
                    AND other.state = 'open'
                    AND other.registration_opens_at <= registrar_clock()
                    AND other.registration_closes_at > registrar_clock()
            )
                AND starts_at > now
            ORDER BY starts_at, code
            LIMIT 9
            """,
            as: Cohort.self
        )
    }
}
