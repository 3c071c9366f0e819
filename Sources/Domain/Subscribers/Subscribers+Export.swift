import Postgres

extension Subscribers {
    /// Writes the list out in one profile, and who did it, of whom, how many rows and their digest into the audit trail.
    ///
    /// An export that its receiver broke off is audited too: some of the list has left.
    ///
    /// - Parameter progress: Told how many rows of how many have left; the whole is counted for it alone.
    /// - Throws: `Refusal` of kind invalid for a filter that names what is not here; whatever an outlet throws.
    package func export(
        profile: ExportProfile,
        filter: ExportFilter = ExportFilter(),
        to outlets: ExportOutlets,
        by actor: Actor,
        progress: (@Sendable (Int, Int) -> Void)? = nil
    ) async throws -> ExportSummary {
        try actor.require(.runCohorts)
        let beginning = Beginning()
        let (summary, failure) = try await store.write { connection in
            // Should this transaction be tried again, the receiver would get the list twice.
            guard beginning.isFirst() else { throw Refusal.unavailable }
            try connection.execute("SET LOCAL statement_timeout = 0")
            try connection.check(filter)
            let all = try progress.map { _ in try connection.count(profile.condition(filter)) } ?? 0
            var file = ExportFile(profile, to: outlets)
            var failure: (any Error)?
            do {
                try connection.savepoint {
                    try connection.copyOut(profile.copy(filter)) { row in
                        let before = file.list.rows
                        try file.take(row)
                        if file.list.rows != before { progress?(file.list.rows, all) }
                    }
                    try file.finish()
                }
            } catch {
                failure = error
            }
            try connection.audit(file.summary, filter, isBrokenOff: failure != nil, by: actor)
            return (file.summary, failure)
        }
        if let failure { throw failure }
        return summary
    }

    /// Writes the list out to one receiver.
    package func export(
        profile: ExportProfile,
        by actor: Actor,
        write: @escaping @Sendable ([UInt8]) throws -> Void
    ) async throws -> ExportSummary {
        try await export(profile: profile, to: ExportOutlets(list: write), by: actor)
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

extension Connection {
    fileprivate func count(_ condition: SQL) throws -> Int {
        try one("SELECT count(*) FROM subscriber WHERE \(condition)")
    }

    /// An entry for each file that left.
    fileprivate func audit(
        _ summary: ExportSummary,
        _ filter: ExportFilter,
        isBrokenOff: Bool,
        by actor: Actor
    ) throws {
        let heldBack = summary.heldBack.map { "\($0.reason.rawValue) \($0.count)" }.joined(separator: ", ")
        let list = (summary.profile, summary.rows, summary.sha256, heldBack.isEmpty ? nil : heldBack)
        let beside = summary.withoutName.map { ($0.profile, $0.rows, $0.sha256, nil as String?) }
        for (profile, rows, sha256, heldBack) in [list] + [beside].compactMap(\.self) {
            try audit(
                "subscriber.export",
                "subscriber",
                nil,
                by: actor,
                [
                    "profile": profile.rawValue, "filter": filter.words, "rows": String(rows), "sha256": sha256,
                    "held_back": heldBack, "broken_off": isBrokenOff ? "yes" : nil,
                ]
            )
        }
    }
}
