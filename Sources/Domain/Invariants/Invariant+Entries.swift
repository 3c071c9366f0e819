import Postgres

extension Invariant {
    static let entries: [Invariant] = [
        Invariant(
            "one_open_offer_per_entry",
            "No wish for several cohorts has two offers open.",
            """
            SELECT enrollment.entry_id
            FROM enrollment
            WHERE enrollment.state = 'offered'
                AND enrollment.entry_id IS NOT NULL
            GROUP BY enrollment.entry_id
            HAVING count(*) > 1
            """
        ),
        Invariant(
            "entries_are_one_wish",
            "All claims of a wish are of its own person, and of one program.",
            """
            SELECT entry.id
            FROM entry
            JOIN enrollment ON enrollment.entry_id = entry.id
            JOIN cohort ON cohort.id = enrollment.cohort_id
            JOIN program_version ON program_version.id = cohort.program_version_id
            GROUP BY entry.id
            HAVING bool_or(enrollment.person_id <> entry.person_id)
                OR count(DISTINCT program_version.program_id) > 1
            """
        ),
        Invariant(
            "seated_entries_are_served",
            "Every wish that has a seat counts as served.",
            """
            SELECT DISTINCT entry.id
            FROM entry
            JOIN enrollment ON enrollment.entry_id = entry.id
            WHERE entry.served_at IS NULL
                AND enrollment.state IN ('held', 'confirmed', 'attended', 'no_show')
            """
        ),
        Invariant(
            "served_entries_wait_nowhere",
            "No wish that has its seat waits for another longer than the worker needs to end that.",
            """
            SELECT enrollment.id
            FROM enrollment
            JOIN entry ON entry.id = enrollment.entry_id
            WHERE enrollment.state IN ('waitlisted', 'offered')
                AND entry.served_at < registrar_clock() - \(workersPeriod)
            """
        ),
    ]
}
