import Postgres

extension Subscribers {
    /// Writes the list out in one profile, and who did it, how many rows and their digest into the audit trail.
    ///
    /// An export that its receiver broke off is audited too: some of the list has left.
    ///
    /// - Parameter write: Takes the octets in order, in portions of about 64 KiB.
    package func export(
        profile: ExportProfile,
        by actor: Actor,
        write: @escaping @Sendable ([UInt8]) throws -> Void
    ) async throws -> ExportSummary {
        try actor.require(.runCohorts)
        let beginning = Beginning()
        let (summary, failure) = try await store.write { connection in
            // Should this transaction be tried again, the receiver would get the list twice.
            guard beginning.isFirst() else { throw Refusal.unavailable }
            try connection.execute("SET LOCAL statement_timeout = 0")
            var file = ExportFile(profile, write: write)
            try connection.copyOut(profile.copy) { piece in file.take(piece) }
            let summary = file.finish()
            try connection.audit(
                "subscriber.export",
                "subscriber",
                nil,
                by: actor,
                [
                    "profile": profile.rawValue,
                    "rows": String(summary.rows),
                    "sha256": summary.sha256,
                    "held_back": summary.heldBack.isEmpty
                        ? nil : summary.heldBack.map { "\($0.reason.rawValue) \($0.count)" }.joined(separator: ", "),
                    "broken_off": file.failure.map { _ in "yes" },
                ]
            )
            return (summary, file.failure)
        }
        if let failure { throw failure }
        return summary
    }

    private final class Beginning: Sendable {
        private let hasBegun = Guarded(false)

        func isFirst() -> Bool {
            hasBegun.withLock { hasBegun in
                defer { hasBegun = true }
                return !hasBegun
            }
        }
    }
}
