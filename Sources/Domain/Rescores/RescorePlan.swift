package import Foundation

/// One line of a rescore's plan: an item whose key changes, or an attempt that is scored again.
///
/// It names no key: which option will be right lies with the request, behind the examiner's door.
package struct RescoreOutcome: PlannedOutcome {
    package struct Points: Codable, Hashable, Sendable {
        package let raw: Int
        package let scaled: Int
        package let passed: Bool

        var words: String { "\(raw) points, \(passed ? "passed" : "failed")" }
    }

    /// An item with the version of its key that counts now.
    package struct Item: Codable, Hashable, Sendable {
        package let code: String
        package let keyVersion: Int
    }

    package struct Rescored: Codable, Hashable, Sendable {
        package let attempt: AttemptID
        package let candidate: CandidateNumber
        package let form: String
        package let was: Points
        package let becomes: Points
        /// The latest word on the candidate's certification, which a flipped result may put in doubt.
        package let decision: Decision.Kind?

        package var flips: Bool { was.passed != becomes.passed }
    }

    package let request: RescoreID
    package let item: Item?
    package let rescored: Rescored?

    package var subject: String {
        if let item { return "item \(item.code)" }
        return rescored.map { "candidate \($0.candidate), attempt \($0.attempt)" } ?? "rescore \(request)"
    }

    package var words: String {
        if let item { return "key version \(item.keyVersion) becomes \(item.keyVersion + 1)" }
        guard let rescored else { return "nothing changes" }
        let decided = rescored.decision.map { ", certification \($0.rawValue)" } ?? ""
        return "\(rescored.was.words), become \(rescored.becomes.words)\(decided)"
    }
}

/// A rescore as staff read it before another person approves it.
package struct RescorePlan: Sendable {
    package let request: RescoreID
    package let form: FormVersion
    package let askedBy: String
    package let askedAt: Date
    /// nil once its words were erased.
    package let reason: String?
    package let hash: String
    package let isApplied: Bool
    package let outcomes: [RescoreOutcome]

    package var items: [RescoreOutcome.Item] { outcomes.compactMap(\.item) }
    package var attempts: [RescoreOutcome.Rescored] { outcomes.compactMap(\.rescored) }
    package var flips: [RescoreOutcome.Rescored] { attempts.filter(\.flips) }
}

/// A request to score again, kept until another person approves it.
package struct Rescore: Codable, Sendable {
    let id: RescoreID
    let formId: Int
    let attemptId: AttemptID?
    let askedAt: Date
    let staffId: StaffID
    let operatorId: StaffID?
    let askedBy: String
    let approvedAt: Date?
    let reason: String?
}

package typealias RescoreID = Identifier<Rescore>
