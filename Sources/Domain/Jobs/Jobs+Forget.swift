import Postgres

extension Jobs {
    /// Forgets idempotency keys older than a day; returns how many.
    @discardableResult
    package func forgetOldKeys() async throws -> Int {
        try await store.write {
            try $0.execute(
                "DELETE FROM idempotency WHERE answered_at < (SELECT registrar_clock()) - interval '24 hours'"
            )
        }
    }
}
