import Crypto
import Foundation
import Postgres

/// One line of a plan: what will become of one thing. It holds numbers and words of the product, no name and no address.
package protocol PlannedOutcome: Codable, Hashable, Sendable {
    /// What the line is about, the same before and after: `enrollment 12`.
    var subject: String { get }
    /// What will become of it, for someone whose plan no longer holds.
    var words: String { get }
}

/// A change of many rows before it happens: its outcomes, and a hash that covers them and not the clock.
package struct Plan<Outcome: PlannedOutcome>: Sendable {
    /// What the plan is of: `cohort.close`.
    package let verb: String
    package let outcomes: [Outcome]
    /// SHA-256 in hexadecimal digits.
    package var hash: String { digest.map { String(format: "%02x", $0) }.joined() }

    private let digest: Data
    private let body: Data

    init(_ verb: String, _ outcomes: [Outcome]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        body = try encoder.encode(outcomes)
        digest = Data(SHA256.hash(data: Data(verb.utf8) + body))
        self.verb = verb
        self.outcomes = outcomes
    }
}

extension Connection {
    /// Keeps a plan that is shown, so that it can say later what changed since.
    func keep<Outcome>(_ plan: Plan<Outcome>) throws {
        try execute(
            """
            INSERT INTO plan (hash, verb, outcomes)
            VALUES (decode(\(plan.hash), 'hex'), \(plan.verb), \(JSONB(plan.outcomes)))
            ON CONFLICT ON CONSTRAINT plan_once DO NOTHING
            """
        )
    }

    /// Keeps a plan as the one that was carried out on a cohort.
    func keep<Outcome>(_ plan: Plan<Outcome>, appliedTo cohort: CohortID) throws {
        try execute(
            """
            INSERT INTO plan (hash, verb, outcomes, cohort_id, applied_at)
            VALUES (decode(\(plan.hash), 'hex'), \(plan.verb), \(JSONB(plan.outcomes)), \(cohort), registrar_clock())
            ON CONFLICT ON CONSTRAINT plan_once DO UPDATE
            SET cohort_id = excluded.cohort_id, applied_at = excluded.applied_at
            """
        )
    }

    /// Refuses, and says what changed, unless the plan as made now is the one that the hash stands for.
    func require<Outcome>(_ plan: Plan<Outcome>, is hash: String) throws {
        guard plan.hash != hash.lowercased() else { return }
        let shown: JSONB<[Outcome]>? = try first(
            """
            SELECT outcomes
            FROM plan
            WHERE encode(hash, 'hex') = \(hash.lowercased()) AND verb = \(plan.verb)
            """
        )
        guard let shown else {
            throw Refusal.conflict(
                "plan-unknown",
                "No plan with this hash was made here. Make the plan, look at it, and apply the hash it prints."
            )
        }
        throw Refusal.conflict(
            "plan-changed",
            "The plan no longer holds: \(plan.changes(since: shown.value)). Make it again and look at it."
        )
    }
}

extension Plan {
    /// What is different from the outcomes that were shown, in words.
    fileprivate func changes(since shown: [Outcome]) -> String {
        let before = Dictionary(shown.map { ($0.subject, $0) }, uniquingKeysWith: { first, _ in first })
        let now = Set(outcomes.map(\.subject))
        let changed = outcomes.compactMap { outcome -> String? in
            guard let old = before[outcome.subject] else { return "\(outcome.subject) is new (\(outcome.words))" }
            return old == outcome ? nil : "\(outcome.subject): \(old.words), now \(outcome.words)"
        }
        let gone = shown.filter { !now.contains($0.subject) }.map { "\($0.subject) is gone (\($0.words))" }
        let all = changed + gone
        return all.isEmpty ? "its lines come in another order" : all.joined(separator: "; ")
    }
}
