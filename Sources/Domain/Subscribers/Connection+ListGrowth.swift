import Postgres

/// What changed the list in one week: by people's own word (no reason), or by suppressions for one reason.
struct GrowthChange: Decodable {
    let week: CalendarDate
    let reason: Suppression?
    let joined: Int
    let left: Int
    let suppressed: Int
}

extension Connection {
    /// What changed the list, by week.
    func growth(in zone: String) throws -> [GrowthChange] {
        try all(
            """
            WITH RECURSIVE \(Self.level)
            SELECT
                date_trunc('week', level.at AT TIME ZONE \(zone))::date AS week,
                NULL AS reason,
                count(*) FILTER (WHERE level.purposes > 0 AND level.purposes = level.change) AS joined,
                count(*) FILTER (WHERE level.purposes = 0) AS left,
                0::bigint AS suppressed
            FROM level
            GROUP BY week
            UNION ALL
            SELECT
                date_trunc('week', event.at AT TIME ZONE \(zone))::date,
                event.reason,
                0,
                0,
                count(*) FILTER (WHERE event.kind = 'suppressed') - count(*) FILTER (WHERE event.kind = 'lifted')
            FROM suppression_event AS event
            GROUP BY 1, 2
            ORDER BY week
            """
        )
    }

    /// The list as it stands.
    func standing() throws -> SubscriberReport.Standing {
        struct Row: Decodable {
            let onList: Int
            let reachable: Int
        }
        struct Held: Decodable {
            let reason: Suppression
            let addresses: Int
            let onList: Int
        }
        let row: Row = try one(
            """
            WITH RECURSIVE \(Self.level)
            SELECT
                (SELECT count(*) FROM (\(Self.listed)) AS listed) AS on_list,
                (
                    SELECT count(DISTINCT human.whole_id)
                    FROM subscriber
                    JOIN human ON human.id = subscriber.id
                ) AS reachable
            """
        )
        let held: [Held] = try all(
            """
            WITH RECURSIVE \(Self.level),
            reason AS (
                SELECT DISTINCT ON (listed.whole_id)
                    suppressed_address.reason
                FROM (\(Self.listed)) AS listed
                JOIN person ON person.id = listed.whole_id
                JOIN suppressed_address ON suppressed_address.address_digest = person.address_digest
                ORDER BY listed.whole_id, suppressed_address.since, suppressed_address.reason
            )
            SELECT
                suppressed_address.reason,
                count(*) AS addresses,
                (SELECT count(*) FROM reason WHERE reason.reason = suppressed_address.reason) AS on_list
            FROM suppressed_address
            GROUP BY suppressed_address.reason
            ORDER BY addresses DESC, suppressed_address.reason
            """
        )
        return .init(
            onList: row.onList,
            reachable: row.reachable,
            suppressed: held.map { .init(reason: $0.reason, addresses: $0.addresses, onList: $0.onList) }
        )
    }

    private static let listed: SQL = """
        SELECT whole_id
        FROM level
        GROUP BY whole_id
        HAVING sum(change) > 0
        """

    /// How many purposes a human has agreed to after each word that changed it.
    private static let level: SQL = """
        \(human),
        word AS (
            SELECT human.whole_id, event.id, event.at, event.purpose, (event.kind = 'confirmed')::integer AS is_yes
            FROM consent_event AS event
            JOIN human ON human.id = event.person_id
            WHERE event.kind IN ('confirmed', 'withdrawn')
        ),
        turn AS (
            SELECT
                word.whole_id,
                word.id,
                word.at,
                word.is_yes - coalesce(
                    lag(word.is_yes) OVER (PARTITION BY word.whole_id, word.purpose ORDER BY word.id), 0
                ) AS change
            FROM word
        ),
        level AS (
            SELECT
                turn.whole_id,
                turn.at,
                turn.change,
                sum(turn.change) OVER (PARTITION BY turn.whole_id ORDER BY turn.id) AS purposes
            FROM turn
            WHERE turn.change <> 0
        )
        """
}
