import Postgres

extension Invariant {
    /// Of people who are one human, and of what is over its time.
    static let people: [Invariant] = [
        Invariant(
            "merged_people_are_one_step_apart",
            "Whoever is one with somebody is so directly, and was erased with them or not at all.",
            """
            SELECT person.id
            FROM person
            JOIN person AS whole ON whole.id = person.merged_into
            WHERE whole.merged_into IS NOT NULL OR (whole.erased_at IS NULL) <> (person.erased_at IS NULL)
            """
        ),
        Invariant(
            "merges_equal_history",
            "Everybody is one with whom their history of merges says last.",
            """
            SELECT person.id
            FROM person
            LEFT JOIN LATERAL (
                SELECT person_merge.into_id
                FROM person_merge
                WHERE person_merge.person_id = person.id
                ORDER BY person_merge.id DESC
                LIMIT 1
            ) AS last ON true
            WHERE person.merged_into IS DISTINCT FROM last.into_id
            """
        ),
        Invariant(
            "one_human_lives_once_in_a_cohort",
            "Nobody has two live claims on one cohort under two addresses.",
            """
            SELECT cohort.code || ' person ' || coalesce(person.merged_into, person.id)
            FROM enrollment
            JOIN person ON person.id = enrollment.person_id
            JOIN cohort ON cohort.id = enrollment.cohort_id
            WHERE enrollment.state IN ('waitlisted', 'held', 'offered', 'confirmed', 'attended', 'no_show')
            GROUP BY cohort.code, coalesce(person.merged_into, person.id)
            HAVING count(DISTINCT enrollment.person_id) > 1
            """
        ),
        Invariant(
            "purges_run_at_night",
            "What is over its time for two days went: `registrar work` purges every night.",
            """
            SELECT rule.kind || ' ' || due.id
            FROM retention_rule AS rule
            CROSS JOIN LATERAL due_for_purge(rule.kind, (SELECT registrar_clock()) - interval '2 days') AS due (id)
            WHERE NOT EXISTS (
                SELECT
                FROM purge_run
                WHERE purge_run.finished_at > (SELECT registrar_clock()) - interval '2 days'
            )
            """
        ),
    ]
}
