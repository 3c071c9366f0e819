import Foundation
import Postgres

extension Attempts {
    /// Gives a candidate more time, as a share of the form's minutes; it counts from the next try on.
    ///
    /// - Parameter percent: 100 to 400; 100 takes it back.
    /// - Throws: `candidate-unknown`, kind invalid.
    @discardableResult
    package func accommodate(_ number: CandidateNumber, percent: Int, reason: String, by actor: Actor) async throws
        -> Int
    {
        try actor.require(.examine)
        guard let member = actor.staff else {
            throw Refusal.forbidden("staff-only", "Time is given by somebody with a name.")
        }
        guard (100...400).contains(percent) else {
            throw Refusal.invalid(
                "time_percent",
                "The time is 100 to 400 percent of the form's; 150 is half as much again."
            )
        }
        let words = try StaffReason(.accessibility, reason).words
        return try await store.write { connection in
            guard let claim = try connection.claim(of: number) else { throw Self.unknown(number) }
            try connection.requireSomebody(behind: claim)
            let payload = try connection.keep(["reason": words])
            try connection.execute(
                """
                INSERT INTO accommodation (enrollment_id, time_percent, staff_id, operator_id, payload_id, digest)
                VALUES (\(claim), \(percent), \(member.id), \(member.operatorID), \(payload.id), \(payload.digest))
                """
            )
            let about = ["candidate": "\(number)", "time_percent": "\(percent)"]
            try connection.audit("exam.accommodate", "enrollment", claim.rawValue, by: actor, about)
            return percent
        }
    }

    static func unknown(_ number: CandidateNumber) -> Refusal {
        .notFound("candidate-unknown", "Nobody has the candidate number \(number). It stands on the candidate's page.")
    }
}
