import Postgres

extension DossierSection {
    /// Where a file lies in the archive: its number, and its name without what a file system may not take.
    static let evidencePath = path("evidence", "evidence.id")
    static let renewalPath = path("renewals", "credit.id")

    private static func path(_ folder: String, _ number: SQL) -> SQL {
        "\(folder) || '/' || \(number) || '-' || regexp_replace(file.name, '[^[:alnum:]._ -]', '_', 'g')"
    }

    static let progress: [DossierSection] = [
        DossierSection(
            "attendance",
            "Sessions",
            "Whether you came.",
            from: ["session_attendance"],
            [
                .init(.number, "claim", "No."), .init(.number, "session", "Session"), .init(.flag, "came", "Came"),
                .init(.time, "at", "Noted"),
            ]
        ) { who in
            """
            SELECT enrollment_id AS claim, session_number AS session, came, at
            FROM session_attendance
            WHERE enrollment_id IN \(who.claims)
            ORDER BY id
            """
        },
        DossierSection(
            "progress",
            "Progress",
            "What was said of what your program asks.",
            from: ["progress_event"],
            [
                .init(.number, "claim", "No."), .init(.text, "requirement", "Requirement"),
                .init(.code, "what", "What"),
                .init(.text, "skill", "Skill"), .init(.number, "minutes", "Minutes"), .init(.day, "done_on", "Done on"),
                .init(.day, "valid_until", "Valid until"), .init(.machine, "evidence"), .init(.time, "at", "Noted"),
                .init(.words, "words", "In words"),
            ]
        ) { who in
            """
            SELECT
                event.enrollment_id AS claim, requirement.name AS requirement, event.kind AS what, event.skill, event.minutes,
                event.done_on::text AS done_on, event.valid_until::text AS valid_until, event.evidence_id AS evidence,
                event.at, \(words(of: "event.payload_id")) AS words
            FROM progress_event AS event
            JOIN requirement ON requirement.id = event.requirement_id
            WHERE event.enrollment_id IN \(who.claims)
            ORDER BY event.id
            """
        },
        DossierSection(
            "evidence",
            "Files of evidence",
            "What was brought to show it; the files lie beside this page.",
            from: ["evidence", "evidence_file"],
            [
                .init(.number, "evidence", "No."), .init(.number, "claim", "Place"),
                .init(.text, "requirement", "Requirement"), .init(.text, "file", "File"), .init(.time, "at", "Brought"),
                .init(.number, "octets", "Octets"), .init(.machine, "media_type"), .init(.machine, "sha256"),
            ]
        ) { who in
            """
            SELECT
                evidence.id AS evidence, evidence.enrollment_id AS claim, requirement.name AS requirement,
                \(evidencePath) AS file, evidence.at, evidence.size AS octets, evidence.media_type,
                encode(file.sha256, 'hex') AS sha256
            FROM evidence
            JOIN requirement ON requirement.id = evidence.requirement_id
            LEFT JOIN evidence_file AS file ON file.evidence_id = evidence.id
            WHERE evidence.enrollment_id IN \(who.claims)
            ORDER BY evidence.id
            """
        },
        DossierSection(
            "accommodations",
            "Accommodations",
            "More time for an exam, and why.",
            from: ["accommodation"],
            [
                .init(.number, "claim", "No."), .init(.number, "time_percent", "Time in percent"),
                .init(.time, "at", "Granted"), .init(.words, "words", "In words"),
            ]
        ) { who in
            """
            SELECT enrollment_id AS claim, time_percent, at, \(words(of: "accommodation.payload_id")) AS words
            FROM accommodation
            WHERE enrollment_id IN \(who.claims)
            ORDER BY id
            """
        },
        DossierSection(
            "admissions",
            "Admissions to exams",
            "When all that an exam asks for was there.",
            from: ["eligibility"],
            [
                .init(.number, "claim", "No."), .init(.text, "exam", "Exam"), .init(.time, "at", "Found"),
                .init(.machine, "basis"),
            ]
        ) { who in
            """
            SELECT eligibility.enrollment_id AS claim, requirement.name AS exam, eligibility.at, eligibility.basis::text AS basis
            FROM eligibility
            JOIN requirement ON requirement.id = eligibility.requirement_id
            WHERE eligibility.enrollment_id IN \(who.claims)
            ORDER BY eligibility.id
            """
        },
    ]

    /// Results as the candidate may know them: of a pass that it is one, of a fail where it lay; no question and no key.
    static let exams: [DossierSection] = [
        DossierSection(
            "exams",
            "Written exams",
            "When you sat them, and the latest result of each.",
            from: ["attempt", "score"],
            [
                .init(.number, "claim", "No."), .init(.text, "exam", "Exam"), .init(.number, "attempt", "Attempt"),
                .init(.time, "begun_at", "Begun"), .init(.time, "finished_at", "Finished"),
                .init(.code, "ended", "Ended"),
                .init(.number, "time_percent", "Time in percent"), .init(.flag, "passed", "Passed"),
                .init(.number, "scaled", "Scaled score"), .init(.text, "areas", "Areas"),
                .init(.time, "rescored_at", "Scored anew"), .init(.machine, "kind"),
            ]
        ) { who in
            """
            SELECT
                attempt.enrollment_id AS claim, requirement.name AS exam, attempt.number AS attempt, attempt.begun_at,
                attempt.finished_at, attempt.finish AS ended, attempt.time_percent, latest.passed, latest.scaled,
                CASE WHEN NOT latest.passed THEN (
                    SELECT string_agg((area ->> 'area') || ': ' || (area ->> 'band') || ' the standard', '; ')
                    FROM jsonb_array_elements(latest.areas) AS area
                ) END AS areas,
                CASE WHEN latest.number > 1 THEN latest.at END AS rescored_at, attempt.kind
            FROM attempt
            JOIN requirement ON requirement.id = attempt.requirement_id
            LEFT JOIN LATERAL (
                SELECT score.number, score.passed, score.scaled, score.areas, score.at
                FROM score
                WHERE score.attempt_id = attempt.id
                ORDER BY score.number DESC
                LIMIT 1
            ) AS latest ON true
            WHERE attempt.enrollment_id IN \(who.claims)
            ORDER BY attempt.id
            """
        },
        DossierSection(
            "practicals",
            "Practical exams",
            "When they were held, and what they came to.",
            from: ["practical_attempt", "practical_score", "practical_cancellation"],
            [
                .init(.number, "claim", "No."), .init(.text, "exam", "Exam"), .init(.number, "attempt", "Attempt"),
                .init(.day, "held_on", "Held on"), .init(.flag, "passed", "Passed"),
                .init(.flag, "was_unsafe", "Stopped for safety"), .init(.time, "scored_at", "Scored"),
                .init(.code, "called_off", "Called off"), .init(.time, "called_off_at", "When"),
                .init(.machine, "sitting"),
            ]
        ) { who in
            """
            SELECT
                practical_attempt.enrollment_id AS claim, requirement.name AS exam, practical_attempt.number AS attempt,
                practical_attempt.held_on::text AS held_on, score.passed, cardinality(score.unsafe) > 0 AS was_unsafe,
                score.at AS scored_at, cancellation.reason_class AS called_off, cancellation.at AS called_off_at,
                practical_attempt.sitting
            FROM practical_attempt
            JOIN requirement ON requirement.id = practical_attempt.requirement_id
            LEFT JOIN practical_score AS score ON score.attempt_id = practical_attempt.id
            LEFT JOIN practical_cancellation AS cancellation ON cancellation.attempt_id = practical_attempt.id
            WHERE practical_attempt.enrollment_id IN \(who.claims)
            ORDER BY practical_attempt.id
            """
        },
        DossierSection(
            "decisions",
            "Decisions",
            "What was decided on your certification, and the reason that was given.",
            from: ["decision"],
            [
                .init(.number, "claim", "No."), .init(.code, "what", "Decision"), .init(.time, "at", "When"),
                .init(.code, "reason", "Reason"), .init(.words, "words", "In words"),
            ]
        ) { who in
            """
            SELECT
                enrollment_id AS claim, kind AS what, at, reason_class AS reason, \(words(of: "decision.payload_id")) AS words
            FROM decision
            WHERE enrollment_id IN \(who.claims)
            ORDER BY id
            """
        },
        DossierSection(
            "appeals",
            "Appeals",
            "What you wrote against a decision, and what was answered.",
            from: ["appeal", "appeal_event"],
            [
                .init(.number, "appeal", "No."), .init(.number, "claim", "Place"), .init(.code, "what", "What"),
                .init(.time, "at", "When"), .init(.words, "words", "In words"),
            ]
        ) { who in
            """
            SELECT
                appeal.id AS appeal, decision.enrollment_id AS claim, event.kind AS what, event.at,
                \(words(of: "event.payload_id")) AS words
            FROM appeal
            JOIN decision ON decision.id = appeal.decision_id
            JOIN appeal_event AS event ON event.appeal_id = appeal.id
            WHERE decision.enrollment_id IN \(who.claims)
            ORDER BY event.id
            """
        },
    ]
}
