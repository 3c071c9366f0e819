extension Damage {
    /// To old certificates and the public register.
    static let register: [Damage] = [
        Damage(
            "old_certificates_have_their_record",
            ["7K3M9QRT2WR"],
            issued
                + "UPDATE certificate SET origin = 'legacy', decision_id = NULL, old_number = '1', issued_precision = 'year'"
        ),
        Damage(
            "certificates_begin_as_they_came",
            ["7K3M9QRT2WR"],
            issued
                + "ALTER TABLE certificate_event DISABLE TRIGGER USER; UPDATE certificate_event SET kind = 'imported'"
        ),
        Damage(
            "imports_are_signed_in_time",
            ["7K3M9QRT2WR"],
            issued
                + """
                ALTER TABLE certificate_event DISABLE TRIGGER USER;
                UPDATE certificate_event SET at = now() - interval '2 days';
                UPDATE certificate
                SET origin = 'legacy', decision_id = NULL, old_number = '1', issued_precision = 'year', version = 0
                """
        ),
        Damage(
            "register_equals_history",
            ["7K3M9QRT2WR"],
            issued
                + """
                INSERT INTO register_entry (certificate_id, since, words, sort_key)
                VALUES ('7K3M9QRT2WR', now(), '', '')
                """
        ),
    ]
}
