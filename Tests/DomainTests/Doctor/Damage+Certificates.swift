extension Damage {
    /// A certificate of the first claim, whole but for what each damage changes.
    static let issued = """
        ALTER TABLE decision DISABLE TRIGGER USER;
        ALTER TABLE certificate_version DISABLE TRIGGER USER;
        ALTER TABLE enrollment DISABLE TRIGGER USER;
        UPDATE enrollment SET state = 'attended' WHERE id = 1;
        INSERT INTO staff (id, login, name, email) OVERRIDING SYSTEM VALUE VALUES (1000, 'x', 'X', 'x@x.example');
        INSERT INTO payload (id, salt, body) OVERRIDING SYSTEM VALUE
        VALUES (1000, decode(repeat('00', 16), 'hex'), '{}');
        INSERT INTO decision (id, enrollment_id, kind, staff_id, basis, payload_id, digest) OVERRIDING SYSTEM VALUE
        VALUES (1000, 1, 'granted', 1000, '{}', 1000, sha256(''));
        INSERT INTO signing_key (name, kind, jwk, state, activated_at)
        VALUES ('rsa', 'rsa', '{}', 'active', now()), ('ed', 'ed25519', '{}', 'active', now());
        INSERT INTO status_list (number, taken) VALUES (1, 1);
        INSERT INTO certificate (
            id, prefix, decision_id, person_id, program_version_id, state_since, first_issued_at, valid_from, is_test, name,
            subject
        )
        SELECT '7K3M9QRT2WR', 'MES', 1000, person_id, 1, now(), now(), 'epoch', true, 'Ada', gen_random_uuid()
        FROM enrollment
        WHERE id = 1;
        INSERT INTO certificate_version (
            certificate_id, number, kind, at, valid_from, jwt_key, proof_key, status_list, status_index, jwt_digest,
            proof_digest
        )
        VALUES ('7K3M9QRT2WR', 1, 'issued', now(), 'epoch', 'rsa', 'ed', 1, 9, sha256(''), sha256(''));
        INSERT INTO certificate_file (certificate_id, version, jwt, proof) VALUES ('7K3M9QRT2WR', 1, '', '');
        INSERT INTO certificate_event (certificate_id, number, kind, at, effective_at)
        VALUES ('7K3M9QRT2WR', 1, 'issued', now(), now());
        """

    /// To decisions, certificates and the lists of revocations.
    static let certificates: [Damage] = [
        Damage(
            "certificate_files_are_as_issued",
            ["7K3M9QRT2WR version 1"],
            issued + "UPDATE certificate_file SET jwt = 'x'"
        ),
        Damage("granted_claims_attended", ["1"], issued + "UPDATE enrollment SET state = 'no_show' WHERE id = 1"),
        Damage("certificates_were_granted", ["7K3M9QRT2WR"], issued + "UPDATE certificate SET person_id = 2"),
        Damage(
            "certificate_state_equals_history",
            ["7K3M9QRT2WR"],
            issued + "UPDATE certificate SET state = 'suspended'"
        ),
        Damage(
            "certificates_stand_at_their_latest_version",
            ["7K3M9QRT2WR"],
            issued + "UPDATE certificate SET valid_until = now()"
        ),
        Damage(
            "status_bits_equal_history",
            ["7K3M9QRT2WR version 1"],
            issued + "UPDATE status_list SET bits = set_bit(bits, 14, 1)"
        ),
        Damage("status_lists_count_their_places", ["1"], issued + "UPDATE status_list SET taken = 2"),
    ]

    /// To what an erasure leaves.
    static let erasure: [Damage] = [
        Damage(
            "erased_people_have_nothing_left",
            ["person 2, enrollment 2", "person 2, key of enrollment 2"],
            "UPDATE person SET email = 'erased:2', name = NULL, erased_at = now() WHERE id = 2"
        ),
        Damage(
            "erased_certificates_equal_history",
            ["7K3M9QRT2WR"],
            issued + "UPDATE certificate SET name = NULL, subject = NULL, erased_at = now()"
        ),
        Damage("missing_texts_were_erased", ["text 1"], "DELETE FROM payload WHERE id = 1"),
    ]
}
