import Postgres

extension Subscribers {
    /// So many at once: a transaction of a moment.
    private static let portion = 1_000

    /// Writes the digests of people who are on the list and have none: who confirmed before there were digests is in no view
    /// until then, because nobody could tell whether the address is suppressed.
    ///
    /// - Returns: How many; where it is not none there may be more.
    package func keepMissingDigests() async throws -> Int {
        let secrets = self.secrets
        return try await store.write { connection in
            let people: [PersonID] = try connection.all(
                """
                SELECT person.id
                FROM person
                WHERE address_digest IS NULL AND erased_at IS NULL AND email NOT LIKE 'legacy:%'
                    AND EXISTS (
                        SELECT
                        FROM consent_event
                        WHERE consent_event.person_id = person.id AND consent_event.kind = 'confirmed'
                    )
                ORDER BY person.id
                LIMIT \(Self.portion)
                FOR NO KEY UPDATE SKIP LOCKED
                """
            )
            try connection.keepDigests(of: people, with: secrets.addresses)
            return people.count
        }
    }

    /// Ends requests whose time is over, and forgets by which client somebody asked once a day has passed.
    @discardableResult
    package func endOldRequests() async throws -> Int {
        try await store.write { connection in
            try connection.execute(
                """
                UPDATE subscription
                SET client_digest = NULL
                WHERE client_digest IS NOT NULL AND asked_at < (SELECT registrar_clock()) - interval '1 day'
                """
            )
            let ended: [PersonID] = try connection.all(
                """
                UPDATE subscription
                SET expires_at = NULL, name = NULL
                WHERE expires_at <= (SELECT registrar_clock())
                RETURNING person_id
                """
            )
            try connection.execute("DELETE FROM subscription_wording WHERE person_id = ANY(\(ended))")
            return ended.count
        }
    }
}
