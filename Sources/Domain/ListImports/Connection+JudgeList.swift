import Crypto
import Postgres

/// What becomes of the rows of a list, counted.
struct ListStanding: Equatable {
    let counts: [ListPlan.Count]
    /// SHA-256 over the lines of each outcome.
    let digest: String
}

extension Connection {
    /// Says of each row of `list_import_row` what becomes of it as of now, and counts that.
    ///
    /// Nobody is put back who left, and no address that gets no mail.
    func judgeList() throws -> ListStanding {
        try execute(
            """
            UPDATE list_import_row
            SET person_id = judged.person_id, outcome = judged.outcome
            FROM (
                SELECT
                    row.line,
                    person.id AS person_id,
                    CASE
                        WHEN row_number() OVER (PARTITION BY row.email ORDER BY row.line) > 1 THEN 'duplicate'
                        WHEN suppressed.reason IS NOT NULL THEN suppressed.reason
                        WHEN person.merged_into IS NOT NULL THEN 'merged'
                        WHEN word.kind = 'withdrawn' THEN 'withdrawn'
                        WHEN word.kind = 'confirmed' THEN 'subscribed'
                        WHEN row.is_proven AND row.given_at > clock.now THEN 'future'
                        WHEN row.is_proven THEN 'new'
                        WHEN asked.person_id IS NOT NULL THEN 'asked'
                        ELSE 'to_confirm'
                    END AS outcome
                FROM list_import_row AS row
                CROSS JOIN (SELECT registrar_clock() AS now) AS clock
                LEFT JOIN person ON person.email = row.email
                LEFT JOIN (\(Self.graverReasons)) AS suppressed ON suppressed.address_digest = row.address_digest
                LEFT JOIN (\(Self.lastWords)) AS word ON word.person_id = person.id AND word.purpose = row.purpose
                LEFT JOIN (
                    SELECT DISTINCT person_id, purpose
                    FROM consent_event
                    WHERE kind = 'requested'
                ) AS asked ON asked.person_id = person.id AND asked.purpose = row.purpose
            ) AS judged
            WHERE judged.line = list_import_row.line
            """
        )
        return try listStanding()
    }

    /// Where several reasons stand against an address, the graver one is told.
    private static let graverReasons: SQL = """
        SELECT DISTINCT ON (address_digest) address_digest, reason
        FROM suppressed_address
        ORDER BY address_digest,
            array_position(ARRAY['erasure', 'complaint', 'unsubscribe', 'staff', 'hard_bounce', 'soft_bounces'], reason)
        """

    private static let lastWords: SQL = """
        SELECT event.person_id, event.purpose, event.kind
        FROM consent_event AS event
        WHERE event.kind IN ('confirmed', 'withdrawn')
            AND NOT EXISTS (
                SELECT
                FROM consent_event AS later
                WHERE later.person_id = event.person_id AND later.purpose = event.purpose AND later.id > event.id
                    AND later.kind IN ('confirmed', 'withdrawn')
            )
        """

    private func listStanding() throws -> ListStanding {
        struct Row: Decodable {
            let outcome: String
            let rows: Int
            let lines: [Int]
            let digest: String
        }
        let rows: [Row] = try all(
            """
            SELECT outcome, count(*) AS rows, (array_agg(line ORDER BY line))[1:5] AS lines,
                encode(sha256(convert_to(string_agg(line::text, ',' ORDER BY line), 'UTF8')), 'hex') AS digest
            FROM list_import_row
            GROUP BY outcome
            ORDER BY outcome
            """
        )
        let words = rows.map { "\($0.outcome) \($0.digest)" }.joined(separator: "\n")
        return ListStanding(
            counts: ListOutcome.allCases.compactMap { outcome in
                rows.first { $0.outcome == outcome.rawValue }
                    .map { ListPlan.Count(outcome: outcome, rows: $0.rows, lines: $0.lines) }
            },
            digest: SHA256.hash(data: Array(words.utf8)).hexadecimal
        )
    }
}
