extension Damage {
    /// The certificate of the first claim with a term, renewed once on one credit and one payment, and reminded of; whole but
    /// for what each damage changes.
    private static let renewed =
        issued + """
            ALTER TABLE program_version DISABLE TRIGGER USER;
            ALTER TABLE renewal DISABLE TRIGGER USER;
            ALTER TABLE renewal_credit DISABLE TRIGGER USER;
            ALTER TABLE renewal_payment DISABLE TRIGGER USER;
            ALTER TABLE renewal_reminder DISABLE TRIGGER USER;
            ALTER TABLE renewal_review DISABLE TRIGGER USER;
            UPDATE certificate SET version = 2, valid_from = now(), valid_until = '2030-01-01T00:00Z';
            UPDATE certificate_version SET valid_until = '2028-01-01T00:00Z';
            INSERT INTO certificate_version (
                certificate_id, number, kind, at, valid_from, valid_until, jwt_key, proof_key, status_list, status_index,
                jwt_digest, proof_digest
            )
            VALUES ('7K3M9QRT2WR', 2, 'renewed', now(), now(), '2030-01-01T00:00Z', 'rsa', 'ed', 1, 10, sha256(''), sha256(''));
            INSERT INTO payload (id, salt, body) OVERRIDING SYSTEM VALUE
            VALUES (1001, decode(repeat('00', 16), 'hex'), '{"title": "Knees"}');
            INSERT INTO renewal_credit (
                id, certificate_id, term_ends, kind, minutes, done_on, payload_id, digest, media_type, size, file_digest, at
            ) OVERRIDING SYSTEM VALUE
            SELECT 1000, '7K3M9QRT2WR', '2028-01-01T00:00Z', 'coursework', 300, '2027-01-01', id, payload_digest(salt, body),
                'text/plain', 1, sha256(salt || 'a'), '2027-11-01'
            FROM payload
            WHERE id = 1001;
            INSERT INTO renewal_file (credit_id, person_id, name, octets, salt, sha256)
            SELECT 1000, person_id, 'a.txt', 'a', decode(repeat('00', 16), 'hex'), sha256('a')
            FROM certificate;
            INSERT INTO renewal_review (credit_id, kind, at, staff_id) VALUES (1000, 'accepted', '2027-11-02', 1000);
            INSERT INTO renewal_payment (certificate_id, term_ends, kind, amount_minor, currency, reference, at, staff_id)
            VALUES ('7K3M9QRT2WR', '2028-01-01T00:00Z', 'received', 5000, 'USD', 'x', '2027-11-03', 1000);
            INSERT INTO renewal_reminder (certificate_id, term_ends, days_before, at)
            VALUES ('7K3M9QRT2WR', '2028-01-01T00:00Z', 90, '2027-10-04');
            INSERT INTO renewal (certificate_id, term_ends, version, kind, at, basis)
            VALUES ('7K3M9QRT2WR', '2028-01-01T00:00Z', 2, 'renewed', '2027-11-04',
                '{"rules": {"minutes": 300, "kinds": ["coursework"]}, "fee_minor": 5000}');
            SET CONSTRAINTS ALL IMMEDIATE;
            """

    /// To what renewals rest on.
    static let renewals: [Damage] = [
        Damage("renewals_were_earned", ["7K3M9QRT2WR version 2"], renewed + "UPDATE renewal_credit SET minutes = 299"),
        Damage(
            "renewals_were_earned",
            ["7K3M9QRT2WR version 2"],
            renewed + "UPDATE renewal_payment SET at = '2027-11-05'"
        ),
        Damage(
            "renewed_versions_have_their_renewal",
            ["7K3M9QRT2WR version 2"],
            renewed + "UPDATE certificate_version SET valid_until = '2031-01-01T00:00Z' WHERE number = 2"
        ),
        Damage("renewed_versions_have_their_renewal", ["7K3M9QRT2WR version 2"], renewed + "DELETE FROM renewal"),
        Damage(
            "renewal_reminders_are_timely",
            ["7K3M9QRT2WR 90 days before 2028-01-01 00:00:00+00"],
            renewed + "UPDATE renewal_reminder SET at = '2027-10-02'"
        ),
        Damage("renewal_files_are_as_brought", ["1000"], renewed + "UPDATE renewal_file SET octets = 'b'"),
        Damage("renewal_files_are_as_brought", ["1000"], renewed + "DELETE FROM renewal_file"),
        Damage(
            "renewal_texts_fit_their_digests",
            ["renewal credit 1000"],
            renewed + #"UPDATE payload SET body = '{"title": "Hips"}' WHERE id = 1001"#
        ),
    ]
}
