import Postgres

/// Sign-ups of one source in one week.
struct SignUps: Decodable {
    let source: String
    let name: String
    let week: CalendarDate
    let asked: Int
    let confirmed: Int
}

extension Connection {
    /// Who signed up, by where and by the week in which they first said so, here or elsewhere.
    func signUps(since: CalendarDate?, in zone: String) throws -> [SignUps] {
        try all(
            """
            WITH RECURSIVE \(Self.signUps(since, zone))
            SELECT
                source.code AS source,
                source.name,
                date_trunc('week', sign_up.at AT TIME ZONE \(zone))::date AS week,
                count(*) AS asked,
                count(*) FILTER (WHERE sign_up.has_confirmed) AS confirmed
            FROM sign_up
            JOIN consent_source AS source ON source.code = sign_up.source
            GROUP BY source.code, source.name, week
            ORDER BY source.code, week
            """
        )
    }

    /// From asking to a certificate, in whatever order; who took a step and missed one before is not in it.
    func funnel(since: CalendarDate?, in zone: String) throws -> [SubscriberReport.Step] {
        let counts: [Int] = try one(
            """
            WITH RECURSIVE \(Self.signUps(since, zone)),
            -- 4. What became of their seats, in all cohorts together.
            seated AS (
                SELECT enrollment_id
                FROM enrollment_event
                WHERE kind IN ('confirmed', 'accepted')
                GROUP BY enrollment_id
            ),
            seat AS (
                SELECT
                    human.whole_id,
                    bool_or(seated.enrollment_id IS NOT NULL) AS is_seated,
                    bool_or(enrollment.state = 'attended') AS has_attended
                FROM enrollment
                JOIN human ON human.id = enrollment.person_id
                LEFT JOIN seated ON seated.enrollment_id = enrollment.id
                GROUP BY human.whole_id
            ),
            holder AS (
                SELECT DISTINCT human.whole_id
                FROM certificate
                JOIN human ON human.id = certificate.person_id
                WHERE certificate.origin = 'decision'
            ),
            -- 5. How many steps each has taken, up to the first that is missing.
            way AS (
                SELECT
                    CASE
                        WHEN NOT sign_up.has_confirmed THEN 1
                        WHEN seat.whole_id IS NULL THEN 2
                        WHEN NOT seat.is_seated THEN 3
                        WHEN NOT seat.has_attended THEN 4
                        WHEN holder.whole_id IS NULL THEN 5
                        ELSE 6
                    END AS steps
                FROM sign_up
                LEFT JOIN seat ON seat.whole_id = sign_up.whole_id
                LEFT JOIN holder ON holder.whole_id = sign_up.whole_id
            )
            SELECT array_agg(step.people ORDER BY step.number)
            FROM (
                SELECT number, (SELECT count(*) FROM way WHERE way.steps >= number) AS people
                FROM generate_series(1, 6) AS number
            ) AS step
            """
        )
        return zip(SubscriberReport.Step.Kind.allCases, counts).enumerated().map { place, step in
            .init(kind: step.0, people: step.1, before: place == 0 ? nil : counts[place - 1])
        }
    }

    /// 1. Every row with the human it belongs to; 2. what they said of the list; 3. what they said first.
    private static func signUps(_ since: CalendarDate?, _ zone: String) -> SQL {
        """
        \(human),
        sign_up AS (
            SELECT *
            FROM (
                SELECT DISTINCT ON (word.whole_id)
                    word.whole_id,
                    word.source,
                    word.at,
                    bool_or(word.kind = 'confirmed') OVER (PARTITION BY word.whole_id) AS has_confirmed
                FROM (
                    SELECT human.whole_id, event.id, event.kind, event.source, coalesce(event.given_at, event.at) AS at
                    FROM consent_event AS event
                    JOIN human ON human.id = event.person_id
                    WHERE event.kind IN ('requested', 'confirmed')
                ) AS word
                ORDER BY word.whole_id, word.at, word.id
            ) AS first_word
            WHERE \(since)::date IS NULL OR first_word.at >= (\(since)::date)::timestamp AT TIME ZONE \(zone)
        )
        """
    }

    /// Rows that were merged are one human; begins after WITH RECURSIVE.
    static let human: SQL = """
        human AS (
            SELECT id, id AS whole_id
            FROM person
            WHERE merged_into IS NULL
            UNION ALL
            SELECT person.id, human.whole_id
            FROM human
            JOIN person ON person.merged_into = human.id
        )
        """
}
