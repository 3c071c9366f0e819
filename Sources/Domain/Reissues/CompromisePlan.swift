package import Credentials
import Foundation

/// The one line of a plan to give a key up: what it touches, and who signs then. It holds no name and no ID.
package struct CompromiseOutcome: PlannedOutcome {
    package let key: String
    package let was: Key.State
    /// The key of its kind that signs from then on; nil where a new one has to be made.
    package let successor: String?
    /// Certificates that are signed anew.
    package let certificates: Int
    /// SHA-256 over their IDs and versions, in hexadecimal digits: others of the same number are another plan.
    let digest: String

    package var subject: String { "key \(key)" }

    package var words: String {
        "\(was.rawValue), followed by \(successor ?? "a new key"), \(certificates) certificates to sign anew"
    }
}

/// What giving a key up does, or did, as staff read it.
package struct CompromisePlan: Sendable {
    package enum Stage: String, Sendable {
        case shown
        /// The key is not believed any more; the worker beside the keys signs anew.
        case ordered
        case applied
    }

    /// A certificate that is signed anew.
    package struct Line: Sendable {
        package let certificate: Certificate
        /// Which of its two files the key signed.
        package let file: FileForm
    }

    /// Lines that a plan shows of many.
    package static let mostLines = 20

    package let hash: String
    package let stage: Stage
    package let outcome: CompromiseOutcome
    /// How many are not signed anew yet.
    package let left: Int
    /// The first of those, by their IDs.
    package let lines: [Line]
    /// All keys as they stand.
    package let keys: [Key]

    package var done: Int { max(0, outcome.certificates - left) }
}

/// A key's loss whose certificates are, or were, signed anew.
struct Reissue: Decodable, Sendable {
    let id: Int
    let key: KeyName
    let hash: Data
    let certificates: Int
    let staffId: StaffID?
    let operatorId: StaffID?
    let endedAt: Date?
}
