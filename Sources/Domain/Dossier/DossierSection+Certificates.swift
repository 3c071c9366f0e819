import Postgres

extension DossierSection {
    /// As it is printed: `MES-7K3M9-QRT2W-R`.
    private static let printedID: SQL = """
        certificate.prefix || '-' || substr(certificate.id, 1, 5) || '-' || substr(certificate.id, 6, 5) || '-' \
        || substr(certificate.id, 11)
        """

    static let certificates: [DossierSection] = [
        DossierSection(
            "certificate_names",
            "Your name as confirmed for a certificate",
            "As you spelt it yourself.",
            from: ["certificate_name"],
            [
                .init(.number, "claim", "No."), .init(.text, "name", "Name"), .init(.time, "confirmed_at", "Confirmed"),
            ]
        ) { who in
            """
            SELECT decision.enrollment_id AS claim, certificate_name.name, certificate_name.confirmed_at
            FROM certificate_name
            JOIN decision ON decision.id = certificate_name.decision_id
            WHERE decision.enrollment_id IN \(who.claims)
            ORDER BY certificate_name.decision_id
            """
        },
        DossierSection(
            "certificates",
            "Certificates",
            "The signed files and the drawing to print lie beside this page.",
            from: ["certificate", "legacy_certificate", "certificate_file", "certificate_rendering"],
            [
                .init(.text, "id", "ID"), .init(.text, "credential", "Credential"), .init(.text, "name", "Name on it"),
                .init(.code, "state", "State"), .init(.code, "reason", "Reason"),
                .init(.time, "first_issued_at", "First issued"), .init(.time, "valid_from", "Valid from"),
                .init(.time, "valid_until", "Valid until"), .init(.text, "old_number", "Number on old paper"),
                .init(.text, "city", "City"), .init(.code, "origin", "From"), .init(.text, "file", "File"),
                .init(.machine, "version"), .init(.machine, "subject"),
            ]
        ) { who in
            """
            SELECT
                \(printedID) AS id, coalesce(certificate.credential_name, program_version.name) AS credential,
                certificate.name, certificate.state, certificate.reason, certificate.first_issued_at, certificate.valid_from,
                certificate.valid_until, certificate.old_number, legacy_certificate.city, certificate.origin,
                CASE WHEN certificate.version > 0 THEN 'certificates/' || \(printedID) || '.pdf' END AS file, certificate.version,
                certificate.subject::text AS subject
            FROM certificate
            JOIN program_version ON program_version.id = certificate.program_version_id
            LEFT JOIN legacy_certificate ON legacy_certificate.certificate_id = certificate.id
            WHERE certificate.person_id = ANY(\(who.rows))
            ORDER BY certificate.number
            """
        },
        DossierSection(
            "certificate_history",
            "What happened to them",
            "In order; the words are those that staff gave as a reason.",
            from: ["certificate_event"],
            [
                .init(.text, "certificate", "ID"), .init(.time, "at", "When"), .init(.code, "what", "What"),
                .init(.time, "effective_at", "From"), .init(.code, "reason", "Reason"),
                .init(.words, "words", "In words"),
            ]
        ) { who in
            """
            SELECT
                \(printedID) AS certificate, event.at, event.kind AS what, event.effective_at, event.reason,
                \(words(of: "event.payload_id")) AS words
            FROM certificate_event AS event
            JOIN certificate ON certificate.id = event.certificate_id
            WHERE certificate.person_id = ANY(\(who.rows))
            ORDER BY certificate.number, event.number
            """
        },
        DossierSection(
            "certificate_versions",
            "What was signed",
            "Each version of a certificate, and where it stands in the public log, which holds no name.",
            from: ["certificate_version", "certificate_log"],
            [
                .init(.text, "certificate", "ID"), .init(.number, "version", "Version"), .init(.code, "why", "Why"),
                .init(.time, "at", "Signed"), .init(.time, "valid_from", "Valid from"),
                .init(.time, "valid_until", "Valid until"), .init(.text, "log", "In the log at"),
            ]
        ) { who in
            """
            SELECT
                \(printedID) AS certificate, version.number AS version, version.kind AS why, version.at, version.valid_from,
                version.valid_until,
                (
                    SELECT string_agg(logged.index::text, ', ' ORDER BY logged.index)
                    FROM certificate_log AS logged
                    WHERE logged.certificate_id = version.certificate_id AND logged.version = version.number
                ) AS log
            FROM certificate_version AS version
            JOIN certificate ON certificate.id = version.certificate_id
            WHERE certificate.person_id = ANY(\(who.rows))
            ORDER BY certificate.number, version.number
            """
        },
        DossierSection(
            "register",
            "The public register",
            "When you said that you want to be found there, by which words, and when you left it.",
            from: ["register_event", "register_entry"],
            [
                .init(.text, "certificate", "ID"), .init(.time, "at", "When"), .init(.code, "what", "What"),
                .init(.code, "by", "By"), .init(.text, "wording", "Under these words"),
                .init(.text, "city", "City shown now"), .init(.flag, "is_shown", "In it now"),
            ]
        ) { who in
            """
            SELECT
                \(printedID) AS certificate, event.at, event.kind AS what, event.actor AS by, register_wording.wording,
                entry.city, entry.certificate_id IS NOT NULL AS is_shown
            FROM register_event AS event
            JOIN certificate ON certificate.id = event.certificate_id
            LEFT JOIN register_wording ON register_wording.version = event.wording_version
            LEFT JOIN register_entry AS entry ON entry.certificate_id = event.certificate_id
            WHERE certificate.person_id = ANY(\(who.rows))
            ORDER BY certificate.number, event.number
            """
        },
    ]

    static let renewals: [DossierSection] = [
        DossierSection(
            "renewals",
            "Renewals",
            "Terms that went on.",
            from: ["renewal"],
            [
                .init(.text, "certificate", "ID"), .init(.time, "term_ends", "Term that ended"),
                .init(.code, "what", "What"),
                .init(.time, "at", "When"), .init(.machine, "basis"),
            ]
        ) { who in
            """
            SELECT \(printedID) AS certificate, renewal.term_ends, renewal.kind AS what, renewal.at, renewal.basis::text AS basis
            FROM renewal
            JOIN certificate ON certificate.id = renewal.certificate_id
            WHERE certificate.person_id = ANY(\(who.rows))
            ORDER BY certificate.number, renewal.term_ends
            """
        },
        DossierSection(
            "credits",
            "What you brought towards renewal",
            "With what was said of it; the files lie beside this page.",
            from: ["renewal_credit", "renewal_review", "renewal_file"],
            [
                .init(.number, "credit", "No."), .init(.text, "certificate", "ID"), .init(.code, "kind", "Kind"),
                .init(.number, "minutes", "Minutes"), .init(.day, "done_on", "Done on"),
                .init(.text, "license_type", "License"), .init(.words, "words", "In words"),
                .init(.text, "file", "File"),
                .init(.time, "at", "Brought"), .init(.code, "review", "Review"),
                .init(.words, "review_words", "Said of it"),
                .init(.time, "term_ends", "For the term to"), .init(.machine, "media_type"), .init(.machine, "octets"),
            ]
        ) { who in
            """
            SELECT
                credit.id AS credit, \(printedID) AS certificate, credit.kind, credit.minutes, credit.done_on::text AS done_on,
                credit.license_type, \(words(of: "credit.payload_id")) AS words, \(renewalPath) AS file, credit.at,
                review.kind AS review, \(words(of: "review.payload_id")) AS review_words, credit.term_ends, credit.media_type,
                credit.size AS octets
            FROM renewal_credit AS credit
            JOIN certificate ON certificate.id = credit.certificate_id
            LEFT JOIN renewal_file AS file ON file.credit_id = credit.id
            LEFT JOIN LATERAL (
                SELECT renewal_review.kind, renewal_review.payload_id
                FROM renewal_review
                WHERE renewal_review.credit_id = credit.id
                ORDER BY renewal_review.id DESC
                LIMIT 1
            ) AS review ON true
            WHERE certificate.person_id = ANY(\(who.rows))
            ORDER BY credit.id
            """
        },
        DossierSection(
            "renewal_payments",
            "Money for renewals",
            "What was received, refunded and waived.",
            from: ["renewal_payment"],
            [
                .init(.text, "certificate", "ID"), .init(.code, "kind", "What"),
                .init(.money, "amount_minor", "Amount"),
                .init(.machine, "currency"), .init(.text, "reference", "Reference"), .init(.day, "value_date", "Day"),
                .init(.time, "at", "Noted"), .init(.words, "words", "In words"),
            ]
        ) { who in
            """
            SELECT
                \(printedID) AS certificate, payment.kind, payment.amount_minor, payment.currency, payment.reference,
                payment.value_date::text AS value_date, payment.at, \(words(of: "payment.payload_id")) AS words
            FROM renewal_payment AS payment
            JOIN certificate ON certificate.id = payment.certificate_id
            WHERE certificate.person_id = ANY(\(who.rows))
            ORDER BY payment.id
            """
        },
        DossierSection(
            "reminders",
            "Reminders of a term's end",
            "When you were reminded.",
            from: ["renewal_reminder"],
            [
                .init(.text, "certificate", "ID"), .init(.time, "term_ends", "Term"),
                .init(.number, "days_before", "Days before"),
                .init(.time, "at", "When"),
            ]
        ) { who in
            """
            SELECT \(printedID) AS certificate, told.term_ends, told.days_before, told.at
            FROM renewal_reminder AS told
            JOIN certificate ON certificate.id = told.certificate_id
            WHERE certificate.person_id = ANY(\(who.rows))
            ORDER BY certificate.number, told.term_ends, told.days_before DESC
            """
        },
    ]
}
