import Postgres

extension DossierSection {
    static let mail: [DossierSection] = [
        DossierSection(
            "consents",
            "The e-mail list",
            "What you said to which words, and where. The last word counts.",
            from: ["consent_event"],
            [
                .init(.machine, "person"), .init(.text, "purpose", "For"), .init(.code, "what", "What"),
                .init(.time, "at", "When"), .init(.time, "given_at", "Given elsewhere"),
                .init(.text, "source", "Where"),
                .init(.text, "wording", "Under these words"), .init(.machine, "wording_version"),
                .init(.machine, "claim"),
            ]
        ) { who in
            """
            SELECT
                event.person_id AS person, consent_purpose.name AS purpose, event.kind AS what, event.at, event.given_at,
                consent_source.name AS source, consent_wording.wording, event.wording_version,
                event.enrollment_id AS claim
            FROM consent_event AS event
            JOIN consent_purpose ON consent_purpose.code = event.purpose
            JOIN consent_source ON consent_source.code = event.source
            JOIN consent_wording ON consent_wording.version = event.wording_version
            WHERE event.person_id = ANY(\(who.rows))
            ORDER BY event.id
            """
        },
        DossierSection(
            "suppressions",
            "Mail that is not sent",
            "Why your address gets no mail, and since when; kept as a keyed digest of it.",
            from: ["suppression_event"],
            [.init(.code, "reason", "Why"), .init(.code, "what", "What"), .init(.time, "at", "When")]
        ) { who in
            "SELECT reason, kind AS what, at FROM suppression_event WHERE address_digest = ANY(\(who.digests)) ORDER BY id"
        },
        DossierSection(
            "requests",
            "Asking for the e-mail list",
            "What was asked for with your address, and until when the mailed link answers it.",
            from: ["subscription", "subscription_wording"],
            [
                .init(.machine, "person"), .init(.text, "name", "Name, as typed"), .init(.time, "asked_at", "Asked"),
                .init(.text, "source", "Where"), .init(.text, "wording", "Under these words"),
                .init(.time, "expires_at", "Until"), .init(.time, "confirmed_at", "Confirmed"),
            ]
        ) { who in
            """
            SELECT
                subscription.person_id AS person, subscription.name, subscription.asked_at, consent_source.name AS source,
                (
                    SELECT string_agg(consent_wording.wording, ' ' ORDER BY consent_wording.version)
                    FROM subscription_wording AS asked
                    JOIN consent_wording ON consent_wording.version = asked.wording_version
                    WHERE asked.person_id = subscription.person_id
                ) AS wording,
                subscription.expires_at, subscription.confirmed_at
            FROM subscription
            JOIN consent_source ON consent_source.code = subscription.source
            WHERE subscription.person_id = ANY(\(who.rows))
            ORDER BY subscription.person_id
            """
        },
        DossierSection(
            "mails",
            "Mails to you",
            "What was sent, or is about to be, and when.",
            from: ["job"],
            [
                .init(.number, "mail", "No."), .init(.code, "what", "What"), .init(.time, "ordered_at", "Ordered"),
                .init(.time, "sent_at", "Sent"), .init(.number, "claim", "Place"),
                .init(.text, "certificate", "Certificate"),
            ]
        ) { who in
            """
            SELECT
                job.id AS mail, replace(job.kind, 'mail.', '') AS what, job.created_at AS ordered_at,
                job.finished_at AS sent_at, job.enrollment_id AS claim, job.certificate_id AS certificate
            FROM job
            WHERE \(isMail(about: who))
            ORDER BY job.id
            """
        },
        DossierSection(
            "returned",
            "Mails that came back",
            "What the mail servers said of mails to you.",
            from: ["delivery_report"],
            [
                .init(.number, "mail", "No."), .init(.code, "what", "What"), .init(.text, "status", "Status"),
                .init(.time, "at", "When"),
            ]
        ) { who in
            """
            SELECT report.job_id AS mail, report.kind AS what, report.status, report.at
            FROM delivery_report AS report
            JOIN job ON job.id = report.job_id
            WHERE \(isMail(about: who))
            ORDER BY report.id
            """
        },
    ]

    private static func isMail(about who: Subject) -> SQL {
        """
        job.kind LIKE 'mail.%' AND job.kind <> \(Job.erasing)
            AND (
                job.enrollment_id IN \(who.claims) OR job.certificate_id IN \(who.certificates)
                OR job.person_id = ANY(\(who.rows))
            )
        """
    }

    static let trail: [DossierSection] = [
        DossierSection(
            "trail",
            "What staff did",
            "Every act of staff about you, by the part they play here.",
            from: ["audit_entry"],
            [
                .init(.time, "at", "When"), .init(.code, "what", "What"), .init(.text, "by", "By"),
                .init(.code, "about", "About"), .init(.number, "number", "No."),
            ]
        ) { who in
            """
            SELECT
                entry.at, replace(entry.verb, '.', ' ') AS what,
                CASE WHEN entry.staff_id IS NULL THEN 'the service itself' ELSE coalesce(
                    (
                        SELECT string_agg(staff_role.role, ', ' ORDER BY staff_role.role)
                        FROM staff_role
                        WHERE staff_role.staff_id = entry.staff_id
                    ),
                    'staff'
                ) END AS by,
                CASE entry.subject WHEN 'enrollment' THEN 'place' ELSE entry.subject END AS about,
                entry.subject_id AS number
            FROM audit_entry AS entry
            WHERE (entry.subject = 'enrollment' AND entry.subject_id IN \(who.claims))
                OR (entry.subject = 'person' AND entry.subject_id = ANY(\(who.rows)))
                OR (
                    entry.subject = 'certificate'
                    AND entry.subject_id IN (SELECT number FROM certificate WHERE person_id = ANY(\(who.rows)))
                )
                OR (
                    entry.subject = 'payment_case'
                    AND entry.subject_id IN (SELECT id FROM payment_case WHERE enrollment_id IN \(who.claims))
                )
                OR (entry.subject = 'job' AND entry.subject_id IN (SELECT job.id FROM job WHERE \(isMail(about: who))))
            ORDER BY entry.id
            """
        }
    ]

    /// What lies about somebody in tables of which nothing is handed out, and why.
    package static let withheld: [(table: String, what: String, why: String)] = [
        (
            "answer", "The answers you ticked",
            "With others' they would give the exam away; ask, and they are shown to you here."
        ),
        ("candidate", "The number that examiners know you by", "It keeps them from knowing whom they score."),
        (
            "rating", "What each rater wrote",
            "It is theirs too, and would tell who rated you; what it came to is above."
        ),
        ("rating_task", "Who was asked to rate you", "It would tell who rated you."),
        ("rescore", "Why an exam was scored anew", "It is about the questions; the new result is above."),
        ("rescore_key", "Which keys changed then", "It is about the questions."),
        (
            "decision_override", "Who was asked to confirm an exception",
            "It is a question among staff; what was decided is above."
        ),
        (
            "merge_proposal", "Records that may be yours too",
            "They may be somebody else's; ask, if you think that some are missing."
        ),
        ("list_import_row", "Rows of a list while it is imported", "They are there for moments only."),
        ("idempotency", "Keys of repeated requests", "Keyed digests that name nobody, gone after a day."),
        ("erased_payload", "Numbers of texts that are gone", "Nothing stands in them."),
        ("log_waiting", "What is about to enter the public log", "Gone within a minute; the log is above."),
    ]
}
