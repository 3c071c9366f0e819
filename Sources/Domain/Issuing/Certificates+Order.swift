import Foundation
import Postgres

/// A plan to issue that waits for the worker beside the keys.
private struct IssueOrder: Decodable {
    let id: Int
    let outcomes: JSONB<[IssueOutcome]>
    let staffId: StaffID?
    let operatorId: StaffID?
}

extension Certificates {
    /// Leaves a plan to the worker beside the keys; left twice, it is one order.
    func order(_ scope: IssueScope, hash: String, by actor: Actor) async throws -> IssuePlan {
        try await store.write { connection in
            let planned = try connection.plannedIssue(scope, hash: hash)
            try connection.execute(
                """
                INSERT INTO issue_order (hash, outcomes, staff_id, operator_id)
                VALUES (decode(\(hash.lowercased()), 'hex'), \(JSONB(planned)), \(actor.staff?.id), \(actor.staff?.operatorID))
                ON CONFLICT (hash) WHERE ended_at IS NULL DO NOTHING
                """
            )
            let about = ["decisions": planned.map { "\($0.decision)" }.joined(separator: " ")]
            try connection.audit("certificate.order", "decision", nil, by: actor, about)
            return IssuePlan(
                hash: hash.lowercased(),
                stage: .ordered,
                lines: try connection.decided(planned.map(\.decision)).map(\.line)
            )
        }
    }

    /// Carries out the oldest order. Two workers at once do no harm.
    ///
    /// - Returns: nil where there is none, or the keys are not here; else why it was not carried out whole, or "".
    package func issueOrdered() async throws -> String? {
        let order: IssueOrder? = try await store.read {
            try $0.first(
                "SELECT id, outcomes, staff_id, operator_id FROM issue_order WHERE ended_at IS NULL ORDER BY id LIMIT 1"
            )
        }
        guard let order, let signer = try await signerIfHere() else { return nil }
        var trouble: String?
        do {
            let actor = try await store.read { try $0.actor(order.staffId, operator: order.operatorId) }
            try await issue(order.outcomes.value, by: actor, signer)
        } catch let refusal as Refusal where refusal.kind == .conflict {
            trouble = refusal.message
        }
        let words = trouble
        try await store.write {
            try $0.execute(
                """
                UPDATE issue_order
                SET ended_at = registrar_clock(), refusal = \(words)
                WHERE id = \(order.id) AND ended_at IS NULL
                """
            )
        }
        return trouble ?? ""
    }
}

extension Connection {
    /// The one who gave an order, with the roles of today.
    func actor(_ id: StaffID?, operator operatorID: StaffID?) throws -> Actor {
        guard let id else { return .system }
        var member: StaffMember = try one("SELECT \(StaffMember.columns) FROM staff WHERE staff.id = \(id)")
        member.operatorID = operatorID
        return .staff(member)
    }
}
