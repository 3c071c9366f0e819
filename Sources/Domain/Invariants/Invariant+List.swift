import Postgres

extension Invariant {
    /// Of the e-mail list.
    static let list: [Invariant] = [
        Invariant(
            "people_on_the_list_have_a_digest",
            "Everybody whose last word is a confirmation has the digest that tells whether the address is suppressed.",
            """
            SELECT DISTINCT 'person ' || word.person_id
            FROM (\(lastWord)) AS word
            JOIN person ON person.id = word.person_id
            WHERE word.kind = 'confirmed' AND person.address_digest IS NULL
                AND person.erased_at IS NULL AND person.merged_into IS NULL AND person.email NOT LIKE 'legacy:%'
            """
        ),
        Invariant(
            "address_digests_tell_people_apart",
            "No two addresses have one digest, but for one domain in two spellings.",
            """
            SELECT 'person ' || person.id
            FROM person
            JOIN person AS other ON other.address_digest = person.address_digest AND other.id < person.id
            WHERE split_part(person.email, '@', 1) <> split_part(other.email, '@', 1)
                OR (
                    person.email ~ '^[\\x21-\\x7e]*$' AND other.email ~ '^[\\x21-\\x7e]*$'
                    AND person.email !~ '[@.]xn--' AND other.email !~ '[@.]xn--'
                )
            """
        ),
        Invariant(
            "nobody_is_on_the_list_and_unsubscribed",
            "Whoever left the whole list is suppressed, and whoever confirmed after that is not.",
            """
            SELECT 'person ' || word.person_id
            FROM (\(lastWord)) AS word
            JOIN person ON person.id = word.person_id
            WHERE person.erased_at IS NULL AND person.merged_into IS NULL
            GROUP BY word.person_id, person.address_digest
            HAVING (
                bool_or(word.kind = 'confirmed')
                AND EXISTS (
                    SELECT
                    FROM suppressed_address
                    WHERE suppressed_address.address_digest = person.address_digest
                        AND suppressed_address.reason = 'unsubscribe'
                        AND suppressed_address.since < max(word.at) FILTER (WHERE word.kind = 'confirmed')
                )
            ) OR (
                bool_and(word.kind = 'withdrawn') AND bool_or(word.source IN ('page', 'leave_link'))
                AND NOT EXISTS (
                    SELECT
                    FROM suppression_event
                    WHERE suppression_event.address_digest = person.address_digest
                        AND suppression_event.reason = 'unsubscribe'
                )
            )
            """
        ),
        Invariant(
            "requests_are_what_history_says",
            "Whatever waits for the mailed link was asked for, and only what waits is kept.",
            """
            SELECT 'person ' || subscription.person_id
            FROM subscription
            LEFT JOIN subscription_wording AS asked ON asked.person_id = subscription.person_id
            WHERE (subscription.expires_at IS NULL) <> (asked.person_id IS NULL)
                OR (
                    asked.person_id IS NOT NULL
                    AND NOT EXISTS (
                        SELECT
                        FROM consent_event
                        WHERE consent_event.person_id = asked.person_id AND consent_event.purpose = asked.purpose
                            AND consent_event.kind = 'requested'
                            AND consent_event.wording_version = asked.wording_version
                    )
                )
            """
        ),
    ]

    /// The last decision of each person on each purpose.
    private static let lastWord: SQL = """
        SELECT DISTINCT ON (person_id, purpose) person_id, purpose, kind, at, source
        FROM consent_event
        WHERE kind IN ('confirmed', 'withdrawn')
        ORDER BY person_id, purpose, id DESC
        """
}
