extension Damage {
    /// To the ledger and its cases.
    static let money: [Damage] = [
        Damage(
            "money_moves_whole",
            ["1"],
            """
            INSERT INTO payment (enrollment_id, kind, amount_minor, currency, reference)
            VALUES (1, 'received', 100, 'USD', 'A'), (1, 'moved', -100, 'USD', NULL)
            """
        ),
        Damage(
            "money_moves_from_somewhere",
            ["1000"],
            """
            INSERT INTO payment (id, enrollment_id, kind, amount_minor, currency) OVERRIDING SYSTEM VALUE
            VALUES (1000, 1, 'moved', 100, 'USD')
            """
        ),
        Damage(
            "no_more_goes_back_than_came",
            ["1"],
            """
            INSERT INTO payment (enrollment_id, kind, amount_minor, currency, reference)
            VALUES (1, 'refunded', 100, 'USD', 'A')
            """
        ),
        Damage(
            "a_taken_seat_expects_its_price",
            ["1"],
            "ALTER TABLE payment DISABLE TRIGGER USER; DELETE FROM payment WHERE enrollment_id = 1"
        ),
        Damage(
            "money_of_ended_claims_is_a_case",
            ["2"],
            """
            INSERT INTO payment (enrollment_id, kind, amount_minor, currency, reference)
            VALUES (2, 'received', 100, 'USD', 'A');
            UPDATE enrollment SET terms = NULL WHERE id = 2
            """
        ),
        Damage(
            "open_cases_are_covered",
            ["2"],
            "INSERT INTO payment_case (enrollment_id, kind, amount_minor, currency) VALUES (2, 'late', 100, 'USD')"
        ),
        Damage(
            "payment_comes_first_where_it_must",
            ["1"],
            "UPDATE cohort SET payment_first = true WHERE code = 'MES-A'"
        ),
    ]
}
