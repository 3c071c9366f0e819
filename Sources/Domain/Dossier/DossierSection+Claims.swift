import Postgres

extension DossierSection {
    /// The words of a text of history, one value below the other; NULL once they are gone.
    static func words(of payload: SQL) -> SQL {
        """
        (
            SELECT string_agg(said.value, E'\\n' ORDER BY said.key)
            FROM payload
            CROSS JOIN jsonb_each_text(payload.body) AS said
            WHERE payload.id = \(payload)
        )
        """
    }

    static let people: [DossierSection] = [
        DossierSection(
            "addresses",
            "Who you are here",
            "Each address that you are known by, and the name that you confirmed with it.",
            from: ["person"],
            [
                .init(.number, "person", "Number"), .init(.text, "address", "Address"), .init(.text, "name", "Name"),
                .init(.time, "known_since", "Known since"),
            ]
        ) { who in
            """
            SELECT
                id AS person, CASE WHEN email NOT LIKE 'legacy:%' THEN email END AS address, name, created_at AS known_since
            FROM person
            WHERE id = ANY(\(who.rows))
            ORDER BY merged_into IS NOT NULL, id
            """
        },
        DossierSection(
            "merges",
            "Addresses that became one person",
            "When two of your addresses were taken for one person, or for two again.",
            from: ["person_merge"],
            [
                .init(.time, "at", "When"), .init(.number, "person", "Number"), .init(.number, "one_with", "One with"),
                .init(.number, "was_one_with", "Was one with"),
            ]
        ) { who in
            """
            SELECT at, person_id AS person, into_id AS one_with, was_into_id AS was_one_with
            FROM person_merge
            WHERE person_id = ANY(\(who.rows))
            ORDER BY id
            """
        },
        DossierSection(
            "holds",
            "Kept for a dispute",
            "While such a hold stands nothing about you is deleted.",
            from: ["legal_hold"],
            [.init(.time, "placed_at", "From"), .init(.time, "lifted_at", "To")]
        ) { who in
            "SELECT placed_at, lifted_at FROM legal_hold WHERE person_id = ANY(\(who.rows)) ORDER BY id"
        },
    ]

    static let claims: [DossierSection] = [
        DossierSection(
            "claims",
            "Your places in workshops",
            "Every seat or place in a queue that you asked for.",
            from: ["enrollment", "entry"],
            [
                .init(.number, "claim", "No."), .init(.text, "cohort", "Workshop"), .init(.text, "program", "Program"),
                .init(.code, "state", "State"), .init(.text, "name", "Name"), .init(.number, "seat", "Seat"),
                .init(.time, "reserved_at", "Asked for"), .init(.time, "address_confirmed_at", "Address confirmed"),
                .init(.time, "deadline", "To answer by"), .init(.text, "time_zone", "Your time zone"),
                .init(.machine, "wish"), .init(.machine, "goes_on_from"), .init(.machine, "terms"),
            ]
        ) { who in
            """
            SELECT
                enrollment.id AS claim, cohort.code AS cohort, program_version.name AS program, enrollment.state,
                enrollment.name, enrollment.seat_number AS seat, enrollment.reserved_at, enrollment.address_confirmed_at,
                enrollment.expires_at AS deadline, enrollment.time_zone, enrollment.entry_id AS wish,
                enrollment.predecessor_id AS goes_on_from, enrollment.terms::text AS terms
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            JOIN program_version ON program_version.id = cohort.program_version_id
            WHERE enrollment.person_id = ANY(\(who.rows))
            ORDER BY enrollment.id
            """
        },
        DossierSection(
            "claim_history",
            "What happened to them",
            "In order; the words are those that staff gave as a reason.",
            from: ["enrollment_event", "payload"],
            [
                .init(.number, "claim", "No."), .init(.time, "at", "When"), .init(.code, "what", "What"),
                .init(.code, "by", "By"), .init(.number, "seat", "Seat"), .init(.time, "deadline", "To answer by"),
                .init(.code, "reason", "Reason"), .init(.words, "words", "In words"),
            ]
        ) { who in
            """
            SELECT
                event.enrollment_id AS claim, event.at, event.kind AS what, event.actor AS by, event.seat_number AS seat,
                event.deadline, event.reason, \(words(of: "event.payload_id")) AS words
            FROM enrollment_event AS event
            WHERE event.enrollment_id IN \(who.claims)
            ORDER BY event.enrollment_id, event.number
            """
        },
        DossierSection(
            "payments",
            "Money",
            "What was expected, received, refunded and waived. No card and no bank account is ever kept.",
            from: ["payment"],
            [
                .init(.number, "claim", "No."), .init(.code, "kind", "What"), .init(.money, "amount_minor", "Amount"),
                .init(.machine, "currency"), .init(.text, "reference", "Reference"), .init(.day, "value_date", "Day"),
                .init(.time, "at", "Noted"),
            ]
        ) { who in
            """
            SELECT enrollment_id AS claim, kind, amount_minor, currency, reference, value_date::text AS value_date, at
            FROM payment
            WHERE enrollment_id IN \(who.claims)
            ORDER BY id
            """
        },
        DossierSection(
            "payment_cases",
            "Money that was decided on",
            "What came late or too much, or was to be given back, and what became of it.",
            from: ["payment_case"],
            [
                .init(.number, "claim", "No."), .init(.code, "kind", "Why"), .init(.money, "amount_minor", "Amount"),
                .init(.machine, "currency"), .init(.time, "opened_at", "Opened"), .init(.time, "settled_at", "Settled"),
                .init(.code, "outcome", "Outcome"),
            ]
        ) { who in
            """
            SELECT enrollment_id AS claim, kind, amount_minor, currency, opened_at, settled_at, outcome
            FROM payment_case
            WHERE enrollment_id IN \(who.claims)
            ORDER BY id
            """
        },
    ]
}
