import Postgres

extension Invariant {
    static let erasure: [Invariant] = [
        Invariant(
            "erased_people_have_nothing_left",
            "Nothing that was held about an erased person when they were erased is left: no name, address, text or file.",
            """
            SELECT 'person ' || person.id || ', ' || remnant.what
            FROM person
            CROSS JOIN LATERAL (
                SELECT 'enrollment ' || enrollment.id AS what
                FROM enrollment
                WHERE enrollment.person_id = person.id
                    AND (
                        enrollment.name <> '(erased)' OR enrollment.time_zone IS NOT NULL
                        OR enrollment.client_digest IS NOT NULL
                        OR enrollment.state IN ('waitlisted', 'held', 'offered', 'confirmed')
                    )
                UNION ALL
                SELECT 'key of enrollment ' || enrollment.id
                FROM enrollment
                JOIN idempotency ON idempotency.enrollment_id = enrollment.id
                WHERE enrollment.person_id = person.id
                UNION ALL
                SELECT 'certificate ' || certificate.id
                FROM certificate
                WHERE certificate.person_id = person.id
                    AND (
                        certificate.erased_at IS NULL
                        OR EXISTS (
                            SELECT FROM certificate_file WHERE certificate_file.certificate_id = certificate.id
                        )
                        OR EXISTS (
                            SELECT FROM certificate_rendering WHERE certificate_rendering.certificate_id = certificate.id
                        )
                    )
                UNION ALL
                SELECT 'old record of ' || legacy_certificate.certificate_id
                FROM certificate
                JOIN legacy_certificate ON legacy_certificate.certificate_id = certificate.id
                WHERE certificate.person_id = person.id
                    AND (legacy_certificate.city IS NOT NULL OR legacy_certificate.holder_key IS NOT NULL)
                UNION ALL
                SELECT 'register entry of ' || register_entry.certificate_id
                FROM certificate
                JOIN register_entry ON register_entry.certificate_id = certificate.id
                WHERE certificate.person_id = person.id
                UNION ALL
                SELECT 'name for decision ' || decision.id
                FROM enrollment
                JOIN decision ON decision.enrollment_id = enrollment.id
                JOIN certificate_name ON certificate_name.decision_id = decision.id
                WHERE enrollment.person_id = person.id
                UNION ALL
                SELECT 'text ' || payload.id
                FROM (
                    SELECT event.payload_id, event.at
                    FROM enrollment
                    JOIN enrollment_event AS event ON event.enrollment_id = enrollment.id
                    WHERE enrollment.person_id = person.id
                    UNION ALL
                    SELECT decision.payload_id, decision.at
                    FROM enrollment
                    JOIN decision ON decision.enrollment_id = enrollment.id
                    WHERE enrollment.person_id = person.id
                    UNION ALL
                    SELECT asked.payload_id, asked.asked_at
                    FROM enrollment
                    JOIN decision_override AS asked ON asked.enrollment_id = enrollment.id
                    WHERE enrollment.person_id = person.id
                    UNION ALL
                    SELECT event.payload_id, event.at
                    FROM enrollment
                    JOIN decision ON decision.enrollment_id = enrollment.id
                    JOIN appeal ON appeal.decision_id = decision.id
                    JOIN appeal_event AS event ON event.appeal_id = appeal.id
                    WHERE enrollment.person_id = person.id
                    UNION ALL
                    SELECT rating.payload_id, rating.at
                    FROM enrollment
                    JOIN practical_attempt ON practical_attempt.enrollment_id = enrollment.id
                    JOIN rating_task ON rating_task.attempt_id = practical_attempt.id
                    JOIN rating ON rating.task_id = rating_task.id
                    WHERE enrollment.person_id = person.id
                    UNION ALL
                    SELECT event.payload_id, event.at
                    FROM certificate
                    JOIN certificate_event AS event ON event.certificate_id = certificate.id
                    WHERE certificate.person_id = person.id
                    UNION ALL
                    SELECT entry.payload_id, entry.at
                    FROM enrollment
                    JOIN audit_entry AS entry ON entry.subject = 'enrollment' AND entry.subject_id = enrollment.id
                    WHERE enrollment.person_id = person.id
                    UNION ALL
                    SELECT entry.payload_id, entry.at
                    FROM certificate
                    JOIN audit_entry AS entry ON entry.subject = 'certificate' AND entry.subject_id = certificate.number
                    WHERE certificate.person_id = person.id
                ) AS told
                JOIN payload ON payload.id = told.payload_id
                WHERE told.at <= person.erased_at
                UNION ALL
                SELECT 'text ' || payload.id
                FROM enrollment
                JOIN candidate_text AS told ON told.enrollment_id = enrollment.id
                JOIN payload ON payload.id = told.payload_id
                WHERE enrollment.person_id = person.id AND told.at <= person.erased_at
                UNION ALL
                SELECT 'text ' || payload.id
                FROM certificate
                JOIN renewal_text AS told ON told.certificate_id = certificate.id
                JOIN payload ON payload.id = told.payload_id
                WHERE certificate.person_id = person.id AND told.at <= person.erased_at
                UNION ALL
                SELECT 'renewal file ' || renewal_file.credit_id
                FROM renewal_file
                WHERE renewal_file.person_id = person.id
                UNION ALL
                SELECT 'renewal payment ' || payment.id
                FROM certificate
                JOIN renewal_payment AS payment ON payment.certificate_id = certificate.id
                WHERE certificate.person_id = person.id AND payment.reference <> 'erased:' || payment.id
                UNION ALL
                SELECT 'evidence ' || evidence.id
                FROM enrollment
                JOIN evidence ON evidence.enrollment_id = enrollment.id
                JOIN evidence_file ON evidence_file.evidence_id = evidence.id
                WHERE enrollment.person_id = person.id
                UNION ALL
                SELECT 'candidate ' || candidate.number
                FROM enrollment
                JOIN candidate ON candidate.enrollment_id = enrollment.id
                WHERE enrollment.person_id = person.id
                UNION ALL
                SELECT 'open attempt ' || attempt.id
                FROM enrollment
                JOIN attempt ON attempt.enrollment_id = enrollment.id AND attempt.finished_at IS NULL
                WHERE enrollment.person_id = person.id
                UNION ALL
                SELECT 'payment ' || payment.id
                FROM enrollment
                JOIN payment ON payment.enrollment_id = enrollment.id
                WHERE enrollment.person_id = person.id
                    AND payment.reference <> 'erased:' || payment.id
                    AND payment.at <= person.erased_at
                UNION ALL
                SELECT 'mail ' || job.id
                FROM job
                LEFT JOIN enrollment ON enrollment.id = job.enrollment_id
                LEFT JOIN certificate ON certificate.id = job.certificate_id
                WHERE job.last_error IS NOT NULL AND job.kind <> 'mail.erase'
                    AND coalesce(job.person_id, enrollment.person_id, certificate.person_id) = person.id
                UNION ALL
                SELECT 'plan ' || encode(plan.hash, 'hex')
                FROM enrollment
                JOIN plan ON plan.verb IN ('payment.import', 'progress.import') AND plan.made_at <= person.erased_at
                JOIN LATERAL jsonb_array_elements(plan.outcomes) AS line
                    ON line ->> 'enrollment' = enrollment.id::text OR line ->> 'goesTo' = enrollment.id::text
                WHERE enrollment.person_id = person.id
                UNION ALL
                SELECT 'request for the list'
                FROM subscription
                WHERE subscription.person_id = person.id
                UNION ALL
                SELECT 'the e-mail list'
                FROM subscriber
                WHERE subscriber.id = person.id
            ) AS remnant
            WHERE person.erased_at IS NOT NULL
            """
        ),
        Invariant(
            "erased_certificates_equal_history",
            "A certificate names nobody exactly when its history says that its holder was erased, once and at that time.",
            """
            SELECT certificate.id
            FROM certificate
            LEFT JOIN LATERAL (
                SELECT array_agg(event.at) AS times
                FROM certificate_event AS event
                WHERE event.certificate_id = certificate.id AND event.kind = 'erased'
            ) AS erased ON true
            WHERE coalesce(erased.times, '{}') <> array_remove(ARRAY[certificate.erased_at], NULL)
            """
        ),
        Invariant(
            "missing_texts_were_erased",
            "Every text that history refers to is here, or went with an erased person or with its time; never neither, never both.",
            """
            SELECT 'text ' || told.payload_id
            FROM (
                SELECT payload_id FROM enrollment_event
                UNION
                SELECT payload_id FROM decision
                UNION
                SELECT payload_id FROM decision_override
                UNION
                SELECT payload_id FROM appeal_event
                UNION
                SELECT payload_id FROM rating
                UNION
                SELECT payload_id FROM certificate_event
                UNION
                SELECT payload_id FROM candidate_text
                UNION
                SELECT payload_id FROM renewal_text
                UNION
                SELECT payload_id FROM audit_entry
            ) AS told
            LEFT JOIN payload ON payload.id = told.payload_id
            LEFT JOIN erased_payload ON erased_payload.payload_id = told.payload_id
            WHERE told.payload_id IS NOT NULL
                AND (payload.id IS NULL) = (erased_payload.payload_id IS NULL)
            """
        ),
    ]
}
