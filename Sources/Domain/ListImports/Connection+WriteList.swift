import Postgres

extension Connection {
    /// Writes what a review found new: people, the words they agreed to, and what they said.
    func write(_ review: ListReview) throws {
        let writable = ListOutcome.allCases.filter(\.isWritten).map(\.rawValue)
        // 1. Whoever is here already and said nothing yet might say it now: their rows first, then another look.
        let locked = try execute(
            """
            SELECT
            FROM person
            WHERE id IN (SELECT person_id FROM list_import_row WHERE outcome = ANY(\(writable)))
            ORDER BY id
            FOR NO KEY UPDATE
            """
        )
        if locked > 0, try judgeList() != review.standing { throw Self.meanwhile }
        // 2. What they agreed to elsewhere, word for word, once.
        let purpose = review.list.purpose
        let wording = try version(of: review.list.proof.wording, for: purpose)
        try keepWordings(for: purpose)
        // 3. People, in order of address as reservations make them, so that neither waits for the other in a ring.
        let newcomers: Int = try one(
            "SELECT count(*) FROM list_import_row WHERE person_id IS NULL AND outcome = ANY(\(writable))"
        )
        let inserted = try execute(
            """
            INSERT INTO person (email, name, address_digest)
            SELECT email, name, address_digest
            FROM list_import_row
            WHERE person_id IS NULL AND outcome = ANY(\(writable))
            ORDER BY email
            ON CONFLICT ON CONSTRAINT person_email_once DO NOTHING
            """
        )
        guard inserted == newcomers else { throw Self.meanwhile }
        try execute(
            """
            UPDATE person
            SET address_digest = row.address_digest, name = coalesce(person.name, row.name)
            FROM list_import_row AS row
            WHERE row.outcome = 'new' AND person.id = row.person_id
                AND (person.address_digest IS NULL OR person.name IS NULL AND row.name IS NOT NULL)
            """
        )
        // 4. What they said.
        try execute(
            """
            INSERT INTO consent_event (person_id, purpose, kind, at, given_at, source, wording_version)
            SELECT person.id, row.purpose, CASE row.outcome WHEN 'new' THEN 'confirmed' ELSE 'requested' END,
                clock.now, CASE row.outcome WHEN 'new' THEN row.given_at END, coalesce(row.source, 'import'),
                CASE row.outcome WHEN 'new' THEN coalesce(kept.version, \(wording)) ELSE ours.version END
            FROM list_import_row AS row
            JOIN person ON person.email = row.email
            CROSS JOIN (SELECT registrar_clock() AS now) AS clock
            CROSS JOIN (
                SELECT max(version) AS version FROM consent_wording WHERE purpose = \(purpose) AND is_ours
            ) AS ours
            LEFT JOIN (
                SELECT wording, min(version) AS version
                FROM consent_wording
                WHERE purpose = \(purpose)
                GROUP BY wording
            ) AS kept ON kept.wording = row.wording
            WHERE row.outcome = ANY(\(writable))
            ORDER BY row.line
            """
        )
        // TRUNCATE would keep a backup waiting.
        try execute("DELETE FROM list_import_row")
    }

    private static let meanwhile = Refusal.conflict(
        "plan-changed",
        "One of these people came or said something meanwhile. Make the plan again and look at it."
    )

    /// The number of the wording that was named for all rows.
    private func version(of wording: ConsentProof.Wording?, for purpose: String) throws -> Int? {
        switch wording {
        case nil: return nil
        case .version(let version): return version
        case .text(let text):
            try keep(wordings: "SELECT \(text.trimmed)::text AS wording, 1 AS place", for: purpose)
            return try one(
                "SELECT min(version) FROM consent_wording WHERE purpose = \(purpose) AND wording = \(text.trimmed)"
            )
        }
    }

    /// Wordings that the rows themselves have.
    private func keepWordings(for purpose: String) throws {
        try keep(
            wordings: """
                SELECT wording, min(line) AS place
                FROM list_import_row
                WHERE outcome = 'new' AND wording IS NOT NULL
                GROUP BY wording
                """,
            for: purpose
        )
    }

    /// The next number is found under the lock that `setWording` takes; where all are kept, nobody waits for it.
    private func keep(wordings: SQL, for purpose: String) throws {
        let new: SQL = """
            SELECT told.wording, told.place
            FROM (\(wordings)) AS told
            WHERE NOT EXISTS (
                SELECT
                FROM consent_wording
                WHERE consent_wording.purpose = \(purpose) AND consent_wording.wording = told.wording
            )
            """
        guard try one("SELECT EXISTS (\(new))", as: Bool.self) else { return }
        try execute("SELECT pg_advisory_xact_lock(hashtextextended('consent_wording', 0))")
        try execute(
            """
            INSERT INTO consent_wording (version, purpose, wording, is_ours)
            SELECT last.version + row_number() OVER (ORDER BY new.place), \(purpose), new.wording, false
            FROM (\(new)) AS new
            CROSS JOIN (SELECT max(version) AS version FROM consent_wording) AS last
            """
        )
    }
}
