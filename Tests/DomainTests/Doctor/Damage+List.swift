extension Damage {
    /// To the e-mail list.
    static let list: [Damage] = [
        Damage(
            "people_on_the_list_have_a_digest",
            ["person 1"],
            "INSERT INTO consent_event (person_id, kind, at, source, wording_version) VALUES (1, 'confirmed', now(), 'import', 1)"
        ),
        Damage(
            "address_digests_tell_people_apart",
            ["person 2"],
            "UPDATE person SET address_digest = sha256('x') WHERE id IN (1, 2)"
        ),
        Damage(
            "nobody_is_on_the_list_and_unsubscribed",
            ["person 1", "person 2"],
            """
            UPDATE person SET address_digest = sha256(id::text::bytea) WHERE id IN (1, 2);
            INSERT INTO suppression_event (address_digest, reason, kind, at)
            VALUES (sha256('1'), 'unsubscribe', 'suppressed', now() - interval '1 hour');
            INSERT INTO consent_event (person_id, kind, at, source, wording_version)
            VALUES (1, 'confirmed', now(), 'import', 1), (2, 'withdrawn', now(), 'leave_link', 1)
            """
        ),
        Damage(
            "requests_are_what_history_says",
            ["person 1", "person 2"],
            """
            INSERT INTO subscription (person_id, source, asked_at, expires_at)
            VALUES (1, 'updates_form', now(), now()), (2, 'updates_form', now(), now());
            INSERT INTO subscription_wording (person_id, purpose, wording_version) VALUES (2, 'updates', 1)
            """
        ),
    ]
}
