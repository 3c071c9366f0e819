extension Damage {
    /// A certificate in a log of two entries, whole but for what each damage changes.
    private static let logged =
        issued + """
            ALTER TABLE log_entry DISABLE TRIGGER USER;
            ALTER TABLE log_node DISABLE TRIGGER USER;
            ALTER TABLE log_head DISABLE TRIGGER USER;
            ALTER TABLE certificate_log DISABLE TRIGGER USER;
            SELECT append_to_log('{did,issue}', ARRAY[sha256(''), sha256('')]);
            INSERT INTO certificate_log (certificate_id, version, op, index) VALUES ('7K3M9QRT2WR', 1, 'issue', 1);
            """

    /// To the transparency log.
    static let log: [Damage] = [
        Damage("versions_are_logged", ["7K3M9QRT2WR version 1"], logged + "DELETE FROM certificate_log"),
        Damage(
            "revocations_are_logged",
            ["7K3M9QRT2WR version 1"],
            logged + "UPDATE status_list SET bits = set_bit(bits, 14, 1)"
        ),
        Damage(
            "log_entries_are_of_their_versions",
            ["1"],
            logged + "UPDATE certificate_version SET jwt_digest = sha256('x')"
        ),
        Damage(
            "log_never_goes_back",
            ["1"],
            logged + "UPDATE log_entry SET at = at - interval '1 hour' WHERE index = 1"
        ),
        Damage("log_subtrees_fit", ["1/0"], logged + "UPDATE log_node SET hash = sha256('')"),
        Damage(
            "log_head_fits_its_entries",
            ["2"],
            logged + "UPDATE log_head SET frontier = ARRAY[sha256('')], root = sha256('')"
        ),
        Damage(
            "log_holds_seals_of_the_audit_trail",
            ["2"],
            logged + "SELECT append_to_log('{audit}', ARRAY[sha256('no seal')])"
        ),
    ]
}
