import Postgres

extension Subscribers {
    /// The words beside the box that asks for the list, as they stand now; each consent names their version.
    package func wording() async throws -> String {
        try await store.read { connection in
            try connection.one(
                """
                SELECT wording
                FROM consent_wording
                WHERE purpose = 'updates' AND is_ours
                ORDER BY version DESC
                LIMIT 1
                """
            )
        }
    }
}
