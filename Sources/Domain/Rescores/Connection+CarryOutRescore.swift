import Foundation
import Postgres

extension Connection {
    /// Writes an approved rescore: who approved it, the new keys, the scores, and mail to those whose result flips.
    func carryOut(_ draft: RescoreDraft, of rescore: Rescore, approvedBy approver: StaffMember) throws {
        let now: Date = try one(
            """
            UPDATE rescore
            SET approved_by = \(approver.id), approved_at = registrar_clock()
            WHERE id = \(rescore.id)
            RETURNING approved_at
            """
        )
        let reason = rescore.reason ?? "(erased)"
        for key in draft.keys {
            let payload = try keep(["reason": reason])
            try asExaminer {
                _ = try execute(
                    """
                    INSERT INTO item_key
                        (item_id, version, option, at, staff_id, operator_id, approved_by, payload_id, digest)
                    VALUES (\(key.item), \(key.version), \(key.option), \(now), \(rescore.staffId),
                        \(rescore.operatorId), \(approver.id), \(payload.id), \(payload.digest))
                    """
                )
            }
        }
        for score in draft.scores {
            // Each its own words, so that an erasure takes those of one candidate alone.
            let payload = try keep(["reason": reason])
            let mark = score.mark
            try execute(
                """
                INSERT INTO score (
                    attempt_id, number, raw, items, cut, scaled, areas, answers_digest, keys_digest, at,
                    staff_id, operator_id, approved_by, payload_id, digest, rescore_id
                )
                VALUES (\(score.attempt), \(score.number), \(mark.raw), \(mark.items), \(mark.cut), \(mark.scaled),
                    \(JSONB(mark.areas)), \(mark.answersDigest), \(mark.keysDigest), \(now), \(rescore.staffId),
                    \(rescore.operatorId), \(approver.id), \(payload.id), \(payload.digest), \(rescore.id))
                """
            )
        }
        let flipped = draft.scores.filter(\.flips).map(\.claim)
        if !flipped.isEmpty { try enqueue(.examResult, to: flipped) }
    }
}
