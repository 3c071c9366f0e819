package import Foundation
import Postgres

/// One line of a plan to purge: a kind of data, and how much of it is over its time.
package struct PurgeOutcome: PlannedOutcome {
    package let kind: String
    package let count: Int

    package var subject: String { kind }
    package var words: String { "\(count)" }
}

/// What a purge would take now, or took.
package struct PurgePlan: Sendable {
    package struct Line: Sendable {
        package let rule: RetentionRule
        package let count: Int
    }

    package let hash: String
    package let isApplied: Bool
    /// A line for each rule, whether it finds something or not.
    package let lines: [Line]
}

/// Takes mails from the spool that are older than a moment, but for some, and returns how many went.
package typealias SpoolSweep = (_ before: Date, _ sparing: Set<JobID>) async throws -> Int

extension Retention {
    /// How many rows one transaction takes; of people fewer, because each is looked for in all texts.
    static let portion = 1_000
    static let portionOfPeople = 50

    /// What is over its time now, by kind.
    package func planPurge(by actor: Actor) async throws -> PurgePlan {
        try actor.require(.runInstitute)
        return try await store.write { connection in
            let (plan, lines) = try connection.planPurge()
            try connection.keep(plan)
            return PurgePlan(hash: plan.hash, isApplied: false, lines: lines)
        }
    }

    /// Takes what is over its time, as planned: in portions, each a transaction of its own.
    ///
    /// - Throws: `plan-changed`.
    package func purge(hash: String, by actor: Actor) async throws -> PurgePlan {
        try actor.require(.runInstitute)
        let (run, lines) = try await store.write { connection in
            let (plan, lines) = try connection.planPurge()
            try connection.require(plan, is: hash)
            let run: Int = try connection.one(
                """
                INSERT INTO purge_run (staff_id, operator_id)
                VALUES (\(actor.staff?.id), \(actor.staff?.operatorID))
                RETURNING id
                """
            )
            try connection.audit("person.purge", "purge", run, by: actor, ["plan": plan.hash])
            return (run, lines)
        }
        let counts = try await carryOut(run)
        return PurgePlan(
            hash: hash,
            isApplied: true,
            lines: lines.map { .init(rule: $0.rule, count: counts[$0.rule.kind] ?? 0) }
        )
    }

    /// Does tonight's purge, once for all workers; a night begins at two o'clock in the institute's zone.
    ///
    /// - Parameter files: takes what lies outside of the database.
    /// - Returns: what went, by kind; nil when there is nothing to do before the next night.
    package func purgeTonight(files: SpoolSweep = { _, _ in 0 }) async throws -> [String: Int]? {
        let run: Int? = try await store.write { connection in
            try connection.first(
                """
                INSERT INTO purge_run (night)
                SELECT (registrar_clock() AT TIME ZONE institute.time_zone - interval '2 hours')::date
                FROM institute
                ON CONFLICT ON CONSTRAINT one_purge_a_night DO UPDATE
                -- A run that stands still was broken off; it is gone on with.
                SET last_at = registrar_clock()
                WHERE purge_run.finished_at IS NULL AND purge_run.last_at < registrar_clock() - interval '10 minutes'
                RETURNING id
                """
            )
        }
        guard let run else { return nil }
        return try await carryOut(run, files: files)
    }

    private func carryOut(_ run: Int, files: SpoolSweep = { _, _ in 0 }) async throws -> [String: Int] {
        for rule in try await store.read({ try $0.retentionRules() }) where rule.period != nil {
            guard rule.kind != RetentionRule.spooledMails else {
                let (before, held): (Date, [JobID]) = try await store.read { connection in
                    (
                        try connection.one("SELECT registrar_clock() - \(rule.period)::interval"),
                        try connection.mails(about: connection.all("SELECT people_on_hold()"))
                    )
                }
                let gone = try await files(before, Set(held))
                try await store.write { try $0.count(gone, of: rule.kind, in: run) }
                continue
            }
            let most = rule.kind.hasPrefix("unconfirmed") ? Self.portionOfPeople : Self.portion
            var gone = most
            while gone > 0 {
                gone = try await store.write { connection in
                    try connection.execute("SET LOCAL statement_timeout = 0")
                    let gone: Int = try connection.one("SELECT purge(\(rule.kind), \(most)::bigint)")
                    try connection.count(gone, of: rule.kind, in: run)
                    return gone
                }
            }
        }
        return try await store.write { connection in
            try connection.one(
                "UPDATE purge_run SET finished_at = registrar_clock() WHERE id = \(run) RETURNING counts",
                as: JSONB<[String: Int]>.self
            ).value
        }
    }
}

extension Connection {
    fileprivate func planPurge() throws -> (Plan<PurgeOutcome>, [PurgePlan.Line]) {
        let lines = try retentionRules().map { rule in
            PurgePlan.Line(rule: rule, count: try one("SELECT count(*) FROM due_for_purge(\(rule.kind))"))
        }
        let found = lines.filter { $0.count > 0 }.map { PurgeOutcome(kind: $0.rule.kind, count: $0.count) }
        return (try Plan("person.purge", found), lines)
    }

    fileprivate func count(_ gone: Int, of kind: String, in run: Int) throws {
        try execute(
            """
            UPDATE purge_run
            SET
                last_at = registrar_clock(),
                counts = CASE
                    WHEN \(gone) = 0 THEN counts
                    ELSE jsonb_set(counts, ARRAY[\(kind)], to_jsonb(coalesce((counts ->> \(kind))::bigint, 0) + \(gone)))
                END
            WHERE id = \(run)
            """
        )
    }
}
