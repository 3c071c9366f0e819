import Postgres

extension Invariant {
    static let renewals: [Invariant] = [
        Invariant(
            "renewals_were_earned",
            "Every new term rests on enough that was accepted, and on a fee that was settled, both by the time it began.",
            """
            SELECT renewal.certificate_id || ' version ' || renewal.version
            FROM renewal
            CROSS JOIN LATERAL (
                SELECT
                    coalesce(
                        sum(credit.minutes) FILTER (WHERE renewal.basis -> 'rules' -> 'kinds' ? credit.kind), 0
                    ) AS minutes
                FROM renewal_credit AS credit
                WHERE credit.certificate_id = renewal.certificate_id AND credit.term_ends = renewal.term_ends
                    AND (
                        SELECT review.kind
                        FROM renewal_review AS review
                        WHERE review.credit_id = credit.id AND review.at <= renewal.at
                        ORDER BY review.id DESC
                        LIMIT 1
                    ) = 'accepted'
            ) AS earned
            CROSS JOIN LATERAL (
                SELECT
                    coalesce(
                        sum(CASE payment.kind WHEN 'refunded' THEN -payment.amount_minor ELSE payment.amount_minor END), 0
                    ) AS settled
                FROM renewal_payment AS payment
                WHERE payment.certificate_id = renewal.certificate_id AND payment.term_ends = renewal.term_ends
                    AND payment.at <= renewal.at
            ) AS paid
            WHERE earned.minutes < (renewal.basis -> 'rules' ->> 'minutes')::integer
                OR paid.settled < (renewal.basis ->> 'fee_minor')::bigint
            """
        ),
        Invariant(
            "renewed_versions_have_their_renewal",
            """
            Every renewed or reinstated version is that of a renewal, and ends one term after the old end, or after the \
            decision.
            """,
            """
            SELECT
                coalesce(version.certificate_id, renewal.certificate_id) || ' version '
                    || coalesce(version.number, renewal.version)
            FROM (SELECT * FROM certificate_version WHERE kind IN ('renewed', 'reinstated')) AS version
            FULL JOIN renewal
                ON renewal.certificate_id = version.certificate_id AND renewal.version = version.number
            LEFT JOIN certificate ON certificate.id = version.certificate_id
            LEFT JOIN program_version ON program_version.id = certificate.program_version_id
            WHERE renewal.kind IS DISTINCT FROM version.kind
                OR version.valid_until IS DISTINCT FROM (
                    CASE version.kind WHEN 'renewed' THEN renewal.term_ends ELSE date_trunc('second', renewal.at) END
                        AT TIME ZONE 'UTC' + make_interval(months => program_version.term_months)
                ) AT TIME ZONE 'UTC'
            """
        ),
        Invariant(
            "renewal_reminders_are_timely",
            "Every reminder went out when its day had come, and before the term it is of was renewed.",
            """
            SELECT told.certificate_id || ' ' || told.days_before || ' days before ' || told.term_ends
            FROM renewal_reminder AS told
            LEFT JOIN renewal ON renewal.certificate_id = told.certificate_id AND renewal.term_ends = told.term_ends
            WHERE told.at < told.term_ends - told.days_before * interval '1 day' OR told.at > renewal.at
            """
        ),
        Invariant(
            "renewal_files_are_as_brought",
            "Everything brought towards renewal has its file as it was brought, unless its holder was erased or its time over.",
            """
            SELECT credit.id
            FROM renewal_credit AS credit
            JOIN certificate ON certificate.id = credit.certificate_id
            LEFT JOIN renewal_file AS file ON file.credit_id = credit.id
            LEFT JOIN purged_file AS gone ON gone.kind = 'renewal_files' AND gone.file_of = credit.id
            WHERE certificate.erased_at IS NULL
                AND (gone.file_of IS NULL OR file.credit_id IS NOT NULL)
                AND (octet_length(file.octets), sha256(file.salt || file.octets), sha256(file.octets), file.person_id)
                    IS DISTINCT FROM (credit.size, credit.file_digest, file.sha256, certificate.person_id)
            """
        ),
        Invariant(
            "renewal_texts_fit_their_digests",
            "Every text about a renewal that is still here fits the digest that its history holds.",
            """
            SELECT told.told_by
            FROM renewal_text AS told
            JOIN payload ON payload.id = told.payload_id
            WHERE told.digest IS DISTINCT FROM payload_digest(payload.salt, payload.body)
            """
        ),
    ]
}
