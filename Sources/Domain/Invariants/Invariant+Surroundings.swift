import Postgres

extension Invariant {
    static let surroundings: [Invariant] = [
        Invariant(
            "cohorts_open_under_frozen_versions",
            "Every cohort that was opened stands on a frozen program version.",
            """
            SELECT cohort.code
            FROM cohort
            JOIN program_version ON program_version.id = cohort.program_version_id
            WHERE cohort.state IN ('open', 'closed', 'completed')
                AND program_version.frozen_at IS NULL
            """
        ),
        Invariant(
            "frozen_versions_never_change",
            "Every frozen program version says what it said when it was frozen.",
            """
            SELECT program.code || ' version ' || program_version.number
            FROM program_version
            JOIN program ON program.id = program_version.program_id
            WHERE program_version.frozen_at IS NOT NULL
                AND program_version.digest IS DISTINCT FROM program_version_digest(program_version.id)
            """
        ),
        Invariant(
            "audit_seals_verify",
            "Every seal of the audit trail fits the entries it covers, and every kept detail its digest.",
            "\(AuditTrail.breaks)"
        ),
        Invariant(
            "audit_is_sealed_in_time",
            "No audit entry waits more than ten minutes for its seal: a worker seals them every minute.",
            """
            SELECT entry.id
            FROM audit_entry AS entry
            LEFT JOIN (SELECT era, below FROM audit_seal ORDER BY number DESC LIMIT 1) AS last ON true
            WHERE (entry.era, entry.xid) >= (coalesce(last.era, 0::smallint), coalesce(last.below, '0'::xid8))
                AND entry.at < registrar_clock() - interval '10 minutes'
            """
        ),
        Invariant(
            "clock_is_not_shifted",
            "The product's clock is the machine's: only tests shift it.",
            """
            SELECT clock_shift.shift
            FROM clock_shift
            """
        ),
        Invariant(
            "no_dead_jobs",
            "No job was given up: `registrar mail list --state dead` shows why, `registrar mail retry` tries again.",
            """
            SELECT job.id
            FROM job
            WHERE job.dead_at IS NOT NULL
            """
        ),
        Invariant(
            "idempotency_keys_are_forgotten",
            "No idempotency key is kept longer than 25 hours.",
            """
            SELECT cohort.code || ' ' || idempotency.answered_at
            FROM idempotency
            JOIN cohort ON cohort.id = idempotency.cohort_id
            WHERE idempotency.answered_at < registrar_clock() - interval '25 hours'
            """
        ),
    ]
}
