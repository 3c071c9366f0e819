package import Foundation
package import Postgres

/// How long what is held is held: a rule for each kind of data, and the purge that keeps them.
package struct Retention: Sendable {
    let store: Store

    /// The rules, in their order.
    package func rules(by actor: Actor) async throws -> [RetentionRule] {
        try actor.require(.runCohorts)
        return try await store.read { try $0.retentionRules() }
    }

    /// Says from when on a kind of data goes; nil keeps it.
    ///
    /// - Throws: `retention-unknown`, or invalid for a period that is not 1 day to 100 years.
    package func set(_ kind: String, period: Interval?, by actor: Actor) async throws -> RetentionRule {
        try actor.require(.runInstitute)
        return try await store.write { connection in
            try connection.execute("SELECT kind FROM retention_rule WHERE kind = \(kind) FOR UPDATE")
            let before = try connection.retentionRule(kind)
            if let period, !(1...36_600).contains(Int(period.days) + 30 * Int(period.months)) {
                throw Refusal.invalid("period", "A period is 1 day to 100 years, such as `90 days`; `never` keeps it.")
            }
            try connection.execute("UPDATE retention_rule SET period = \(period) WHERE kind = \(kind)")
            let after = try connection.retentionRule(kind)
            if after.period != before.period {
                try connection.audit(
                    "retention.set",
                    "retention",
                    nil,
                    by: actor,
                    ["kind": kind, "period": "\(before.words) -> \(after.words)"]
                )
            }
            return after
        }
    }

    /// The latest purges first.
    package func runs(limit: Int = 14, by actor: Actor) async throws -> [PurgeRun] {
        try actor.require(.runCohorts)
        return try await store.read {
            try $0.all(
                """
                SELECT purge_run.id, purge_run.night, purge_run.begun_at, purge_run.finished_at, purge_run.counts, staff.login
                FROM purge_run
                LEFT JOIN staff ON staff.id = purge_run.staff_id
                ORDER BY purge_run.id DESC
                LIMIT \(limit)
                """
            )
        }
    }
}

/// From when on one kind of data is not held any more, what goes, and why then.
package struct RetentionRule: Codable, Sendable {
    /// The kind whose data lie in a folder, and not in the database.
    package static let spooledMails = "spooled_mails"

    package let kind: String
    /// nil: it is kept.
    package let period: Interval?
    package let takes: String
    package let because: String

    /// `90 days`, `3 years`, or `kept`.
    package var words: String {
        guard let period else { return "kept" }
        func count(_ number: Int32, _ unit: String) -> String? {
            number == 0 ? nil : "\(number) \(unit)\(number == 1 ? "" : "s")"
        }
        return [count(period.months / 12, "year"), count(period.months % 12, "month"), count(period.days, "day")]
            .compactMap(\.self).joined(separator: " ")
    }
}

/// What one purge took, by kind.
package struct PurgeRun: Decodable, Sendable {
    package let id: Int
    /// The night it is of; nil: staff asked for it.
    package let night: CalendarDate?
    package let begunAt: Date
    /// nil while it runs, or when it broke off.
    package let finishedAt: Date?
    let counts: JSONB<[String: Int]>
    package let login: String?

    /// How much went, by kind.
    package var gone: [String: Int] { counts.value }
}

extension Connection {
    func retentionRules() throws -> [RetentionRule] {
        try all("SELECT kind, period, takes, because FROM retention_rule ORDER BY position")
    }

    fileprivate func retentionRule(_ kind: String) throws -> RetentionRule {
        let rules = try retentionRules()
        guard let rule = rules.first(where: { $0.kind == kind }) else {
            throw Refusal.notFound(
                "retention-unknown",
                "There is no rule “\(kind)”; there are \(rules.map(\.kind).joined(separator: ", "))."
            )
        }
        return rule
    }
}
