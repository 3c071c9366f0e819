import Postgres

extension Invariant {
    static let certificates: [Invariant] = [
        Invariant(
            "certificate_files_are_as_issued",
            "Every version has its signed files, unless its holder was erased, and they are the ones that were issued.",
            """
            SELECT version.certificate_id || ' version ' || version.number
            FROM certificate_version AS version
            JOIN certificate ON certificate.id = version.certificate_id
            LEFT JOIN certificate_file AS file
                ON file.certificate_id = version.certificate_id AND file.version = version.number
            WHERE certificate.erased_at IS NULL
                AND (sha256(convert_to(file.jwt, 'UTF8')), sha256(convert_to(file.proof, 'UTF8')))
                    IS DISTINCT FROM (version.jwt_digest, version.proof_digest)
            """
        ),
        Invariant(
            "granted_claims_attended",
            "Every claim that was granted a certificate is one of somebody who attended.",
            """
            SELECT enrollment.id
            FROM decision
            JOIN enrollment ON enrollment.id = decision.enrollment_id
            WHERE decision.kind = 'granted' AND enrollment.state <> 'attended'
            """
        ),
        Invariant(
            "certificates_were_granted",
            "Every certificate rests on a decision that granted it, to the same person.",
            """
            SELECT certificate.id
            FROM certificate
            JOIN decision ON decision.id = certificate.decision_id
            JOIN enrollment ON enrollment.id = decision.enrollment_id
            WHERE decision.kind <> 'granted' OR enrollment.person_id <> certificate.person_id
            """
        ),
        Invariant(
            "certificate_state_equals_history",
            "The state of every certificate is what the last event of its history says.",
            """
            SELECT certificate.id
            FROM certificate
            LEFT JOIN LATERAL (
                SELECT CASE WHEN event.kind IN ('issued', 'imported', 'reinstated') THEN 'active' ELSE event.kind END AS state
                FROM certificate_event AS event
                WHERE event.certificate_id = certificate.id
                    AND event.kind NOT IN ('corrected', 'renewed', 'reissued', 'erased')
                ORDER BY event.number DESC
                LIMIT 1
            ) AS last ON true
            WHERE last.state IS DISTINCT FROM certificate.state
            """
        ),
        Invariant(
            "certificates_stand_at_their_latest_version",
            """
            Every certificate has the term of its latest version, and its versions count from 1 without a gap; of an old one \
            that was never signed here there is none.
            """,
            """
            SELECT certificate.id
            FROM certificate
            LEFT JOIN LATERAL (
                SELECT
                    count(*) AS count, max(version.number) AS number,
                    (array_agg(version.valid_from ORDER BY version.number DESC))[1] AS valid_from,
                    (array_agg(version.valid_until ORDER BY version.number DESC))[1] AS valid_until
                FROM certificate_version AS version
                WHERE version.certificate_id = certificate.id
            ) AS latest ON true
            WHERE latest.count <> certificate.version
                OR certificate.version > 0 AND (latest.number, latest.valid_from, latest.valid_until)
                    IS DISTINCT FROM (certificate.version, certificate.valid_from, certificate.valid_until)
            """
        ),
        Invariant(
            "status_bits_equal_history",
            """
            A version's bit is set exactly when a correction or a new key superseded it, or its certificate was revoked or \
            surrendered.
            """,
            """
            SELECT version.certificate_id || ' version ' || version.number
            FROM certificate_version AS version
            JOIN certificate ON certificate.id = version.certificate_id
            LEFT JOIN status_list ON status_list.number = version.status_list
            WHERE (
                get_bit(status_list.bits, (version.status_index & ~7) | (7 - (version.status_index & 7))) = 1
            ) IS DISTINCT FROM (
                certificate.state IN ('revoked', 'surrendered')
                OR EXISTS (
                    SELECT
                    FROM certificate_version AS next
                    WHERE next.certificate_id = version.certificate_id AND next.number = version.number + 1
                        AND next.kind IN ('corrected', 'reissued')
                )
            )
            """
        ),
        Invariant(
            "status_lists_count_their_places",
            "Every list of revocations knows how many of its places are taken.",
            """
            SELECT status_list.number
            FROM status_list
            LEFT JOIN (
                SELECT status_list AS list, count(*) AS count
                FROM certificate_version
                GROUP BY status_list
            ) AS places ON places.list = status_list.number
            WHERE coalesce(places.count, 0) <> status_list.taken
            """
        ),
    ]
}
