package import Foundation

/// One line of a plan to issue: what becomes of one granted decision.
package struct IssueOutcome: PlannedOutcome {
    package enum Fate: Codable, Hashable, Sendable {
        /// Under the name that the holder confirmed at that instant, or under the registered one.
        case issued(nameConfirmedAt: Date?)
        /// The holder may still say how the name is spelt, until then.
        case waits(until: Date)
        /// Something that it rests on no longer holds: it is decided anew first.
        case held(because: String)
    }

    package let decision: DecisionID
    package let enrollment: EnrollmentID
    package let fate: Fate

    package var subject: String { "enrollment \(enrollment)" }

    package var words: String {
        switch fate {
        case .issued(nil): "issued under the registered name"
        case .issued(.some): "issued under the confirmed name"
        case .waits(let until): "waits for the name until \(until.formatted(.iso8601))"
        case .held(let doubt): "held back: \(doubt)"
        }
    }

    /// Why it is held back; nil where it is not.
    package var doubt: String? { if case .held(let doubt) = fate { doubt } else { nil } }

    var isIssued: Bool { if case .issued = fate { true } else { false } }
}

/// What issuing does, or did, as staff read it.
package struct IssuePlan: Sendable {
    package enum Stage: String, Sendable {
        case shown
        /// Left to the worker beside the keys.
        case ordered
        case applied
    }

    package struct Line: Sendable {
        package let outcome: IssueOutcome
        /// The name as it will stand, or stands, on the certificate.
        package let name: PersonName
        package let cohort: String
        /// As printed; nil before it is issued.
        package let id: String?
    }

    package let hash: String
    package let stage: Stage
    package let lines: [Line]

    package var ready: Int { lines.count { $0.outcome.isIssued } }
    /// What waits for a new decision.
    package var held: [Line] { lines.filter { $0.outcome.doubt != nil } }
    package var issued: Int { lines.count { $0.id != nil } }
}

/// Which granted decisions are issued.
package enum IssueScope: Sendable {
    case all
    case cohort(String, enrollments: [Int])
}
