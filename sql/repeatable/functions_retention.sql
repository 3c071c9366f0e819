-- Everybody of whom nothing is purged: who is on a legal hold, and whoever is one human with them.
CREATE OR REPLACE FUNCTION people_on_hold() RETURNS SETOF bigint
LANGUAGE sql STABLE
AS $$
    SELECT same.id
    FROM legal_hold
    JOIN person AS own ON own.id = legal_hold.person_id
    JOIN person AS same
        ON same.id = coalesce(own.merged_into, own.id) OR same.merged_into = coalesce(own.merged_into, own.id)
    WHERE legal_hold.lifted_at IS NULL
$$;

-- When a claim ended: its last event; NULL while it lives.
CREATE OR REPLACE FUNCTION claim_ended_at(claim bigint) RETURNS timestamptz
LANGUAGE sql STABLE
AS $$
    SELECT max(event.at)
    FROM enrollment
    JOIN enrollment_event AS event ON event.enrollment_id = enrollment.id
    WHERE enrollment.id = $1
        AND enrollment.state NOT IN ('waitlisted', 'held', 'offered', 'confirmed', 'attended')
$$;

-- Whether money other than what is expected was noted for a claim: then somebody may still have to be paid, or asked.
CREATE OR REPLACE FUNCTION has_money(claim bigint) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (SELECT FROM payment WHERE enrollment_id = $1 AND kind <> 'expected')
        OR EXISTS (SELECT FROM payment_case WHERE enrollment_id = $1 AND settled_at IS NULL)
$$;

-- When the last word on a claim was said, so that only time is left to wait for; NULL while it lives, while a decision or an
-- appeal is open, and while a certificate rests on it that holds or whose term is not known to end.
CREATE OR REPLACE FUNCTION claim_final_at(claim bigint) RETURNS timestamptz
LANGUAGE sql STABLE
AS $$
    SELECT CASE
        WHEN EXISTS (
            SELECT
            FROM decision
            JOIN appeal ON appeal.decision_id = decision.id
            WHERE decision.enrollment_id = $1
                AND NOT EXISTS (
                    SELECT FROM appeal_event WHERE appeal_event.appeal_id = appeal.id AND appeal_event.kind <> 'filed'
                )
        ) OR EXISTS (
            SELECT
            FROM enrollment AS later
            WHERE later.predecessor_id = $1
                AND later.state IN ('waitlisted', 'held', 'offered', 'confirmed', 'attended', 'no_show')
        ) OR EXISTS (
            SELECT
            FROM decision
            JOIN certificate ON certificate.decision_id = decision.id
            WHERE decision.enrollment_id = $1
                AND certificate.state IN ('active', 'suspended') AND certificate.valid_until IS NULL
        ) THEN NULL
        ELSE greatest(
            word.at,
            (
                SELECT max(event.at)
                FROM decision
                JOIN appeal ON appeal.decision_id = decision.id
                JOIN appeal_event AS event ON event.appeal_id = appeal.id
                WHERE decision.enrollment_id = $1
            ),
            (
                SELECT max(
                    CASE
                        WHEN certificate.state IN ('active', 'suspended') THEN certificate.valid_until
                        ELSE certificate.state_since
                    END
                )
                FROM decision
                JOIN certificate ON certificate.decision_id = decision.id
                WHERE decision.enrollment_id = $1
            )
        )
    END
    FROM (
        SELECT CASE
            WHEN latest.kind IN ('granted', 'denied') THEN latest.at
            WHEN latest.kind IS NULL THEN claim_ended_at($1)
        END AS at
        FROM (SELECT $1 AS claim) AS asked
        LEFT JOIN LATERAL (
            SELECT decision.kind, decision.at
            FROM decision
            WHERE decision.enrollment_id = asked.claim
            ORDER BY decision.id DESC
            LIMIT 1
        ) AS latest ON true
    ) AS word
    WHERE word.at IS NOT NULL
$$;

-- What a rule finds whose time is over at a moment: numbers of people, claims, jobs, files or texts, and hashes of plans.
-- `among`, where it is given, are the only ones to look at.
--
-- In PL/pgSQL, which looks views up when it is asked, and plans only the query of the kind.
CREATE OR REPLACE FUNCTION due_for_purge(
    what text, moment timestamptz DEFAULT NULL, most bigint DEFAULT NULL, among text[] DEFAULT NULL
)
RETURNS SETOF text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    -- A rule without a period keeps everything: nothing is older than NULL.
    before CONSTANT timestamptz := coalesce(moment, registrar_clock())
        - (SELECT period FROM retention_rule WHERE retention_rule.kind = what);
BEGIN
    IF before IS NULL THEN
        RETURN;
    END IF;
    CASE what
    WHEN 'unconfirmed_signups', 'unconfirmed_claims' THEN
        RETURN QUERY
        SELECT person.id::text
        FROM person
        WHERE person.created_at < before
            AND (among IS NULL OR person.id = ANY(among::bigint[]))
            AND person.erased_at IS NULL AND person.merged_into IS NULL AND person.email NOT LIKE 'legacy:%'
            AND (what = 'unconfirmed_claims')
                = EXISTS (SELECT FROM enrollment WHERE enrollment.person_id = person.id)
            AND NOT EXISTS (
                SELECT
                FROM enrollment
                WHERE enrollment.person_id = person.id
                    AND (
                        enrollment.address_confirmed_at IS NOT NULL
                        OR coalesce(claim_ended_at(enrollment.id) >= before, true)
                        OR has_money(enrollment.id)
                    )
            )
            AND NOT EXISTS (SELECT FROM certificate WHERE certificate.person_id = person.id)
            AND NOT EXISTS (
                SELECT
                FROM consent_event
                WHERE consent_event.person_id = person.id
                    AND (consent_event.kind = 'confirmed' OR consent_event.at >= before)
            )
            AND NOT EXISTS (SELECT FROM person AS other WHERE other.merged_into = person.id)
            AND person.id NOT IN (SELECT people_on_hold())
        ORDER BY person.id
        LIMIT most;
    WHEN 'unanswered_names' THEN
        RETURN QUERY
        SELECT enrollment.id::text
        FROM enrollment
        JOIN person ON person.id = enrollment.person_id
        WHERE enrollment.reserved_at < before
            AND enrollment.address_confirmed_at IS NULL
            AND enrollment.name <> '(erased)'
            -- Staff may restore who was removed, under that name.
            AND enrollment.state <> 'removed'
            -- Known is who confirmed something else; everybody else goes whole.
            AND person.name IS NOT NULL
            AND claim_ended_at(enrollment.id) < before
            AND NOT has_money(enrollment.id)
            AND enrollment.person_id NOT IN (SELECT people_on_hold())
        ORDER BY enrollment.id
        LIMIT most;
    WHEN 'client_digests' THEN
        RETURN QUERY
        (
            SELECT enrollment.id::text
            FROM enrollment
            WHERE enrollment.client_digest IS NOT NULL AND enrollment.reserved_at < before
                AND enrollment.person_id NOT IN (SELECT people_on_hold())
            ORDER BY enrollment.id
            LIMIT most
        )
        UNION ALL
        (
            SELECT 'of the list ' || subscription.person_id
            FROM subscription
            WHERE subscription.client_digest IS NOT NULL AND subscription.asked_at < before
                AND subscription.person_id NOT IN (SELECT people_on_hold())
            ORDER BY subscription.person_id
            LIMIT most
        )
        LIMIT most;
    WHEN 'mail_results' THEN
        RETURN QUERY
        SELECT job.id::text
        FROM job
        LEFT JOIN enrollment ON enrollment.id = job.enrollment_id
        LEFT JOIN certificate ON certificate.id = job.certificate_id
        WHERE coalesce(job.finished_at, job.dead_at) < before
            AND (job.result IS NOT NULL OR job.last_error IS NOT NULL)
            AND coalesce(
                coalesce(job.person_id, enrollment.person_id, certificate.person_id) NOT IN (SELECT people_on_hold()), true
            )
        ORDER BY job.id
        LIMIT most;
    WHEN 'plans' THEN
        RETURN QUERY
        SELECT encode(plan.hash, 'hex')
        FROM plan
        WHERE plan.applied_at IS NULL AND plan.made_at < before
        ORDER BY plan.hash
        LIMIT most;
    WHEN 'import_keys' THEN
        RETURN QUERY
        SELECT certificate.number::text
        FROM legacy_certificate
        JOIN legacy_import ON legacy_import.id = legacy_certificate.import_id
        JOIN certificate ON certificate.id = legacy_certificate.certificate_id
        WHERE legacy_certificate.holder_key IS NOT NULL AND legacy_import.at < before
            AND certificate.person_id NOT IN (SELECT people_on_hold())
        ORDER BY certificate.number
        LIMIT most;
    WHEN 'evidence_files' THEN
        RETURN QUERY
        SELECT evidence.id::text
        FROM evidence_file
        JOIN evidence ON evidence.id = evidence_file.evidence_id
        JOIN enrollment ON enrollment.id = evidence.enrollment_id
        WHERE evidence.at < before
            AND claim_final_at(enrollment.id) < before
            AND enrollment.person_id NOT IN (SELECT people_on_hold())
        ORDER BY evidence.id
        LIMIT most;
    WHEN 'renewal_files' THEN
        RETURN QUERY
        SELECT credit.id::text
        FROM renewal_file AS file
        JOIN renewal_credit AS credit ON credit.id = file.credit_id
        JOIN certificate ON certificate.id = credit.certificate_id
        WHERE credit.term_ends < before
            -- The term that this was brought for, or one after it, is over; or the certificate is.
            AND (
                coalesce(certificate.valid_until < before, false)
                OR (certificate.state NOT IN ('active', 'suspended') AND certificate.state_since < before)
                OR EXISTS (
                    SELECT
                    FROM renewal
                    WHERE renewal.certificate_id = certificate.id
                        AND renewal.term_ends > credit.term_ends AND renewal.term_ends < before
                )
            )
            AND file.person_id NOT IN (SELECT people_on_hold())
        ORDER BY credit.id
        LIMIT most;
    WHEN 'export_texts', 'audit_texts' THEN
        RETURN QUERY
        SELECT entry.payload_id::text
        FROM audit_entry AS entry
        JOIN payload ON payload.id = entry.payload_id
        LEFT JOIN enrollment ON entry.subject = 'enrollment' AND enrollment.id = entry.subject_id
        LEFT JOIN certificate ON entry.subject = 'certificate' AND certificate.number = entry.subject_id
        WHERE entry.at < before
            AND (what = 'export_texts') = (entry.verb IN ('subscriber.export', 'person.export'))
            -- What a live claim, an open decision or a certificate that holds may need stays.
            AND (enrollment.id IS NULL OR claim_final_at(enrollment.id) < before)
            AND (
                certificate.id IS NULL
                OR (certificate.state NOT IN ('active', 'suspended') AND certificate.state_since < before)
                OR coalesce(certificate.valid_until < before, false)
            )
            AND coalesce(
                coalesce(
                    enrollment.person_id, certificate.person_id, CASE WHEN entry.subject = 'person' THEN entry.subject_id END
                ) NOT IN (SELECT people_on_hold()),
                true
            )
        ORDER BY entry.payload_id
        LIMIT most;
    ELSE
        -- A kind that lies outside of the database.
        RETURN;
    END CASE;
END
$$;
