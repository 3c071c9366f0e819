import Foundation

/// What importing one file of a practical exam will do.
package struct PlannedPractical: PlannedOutcome {
    package enum Change: String, Codable, Sendable {
        case new
        /// Somebody is rated by the present version, so it stays and another one begins.
        case newVersion = "new_version"
        /// Nobody is rated by the present version yet, so it is replaced in place.
        case replaces
        case same
    }

    package let code: String
    package let change: Change
    package let version: Int
    package let criteria: Int
    package let cut: Int
    package let maximum: Int
    /// SHA-256 of all that it says, in hexadecimal digits.
    package let digest: String

    package var subject: String { "practical \(code)" }
    package var words: String {
        "\(change.rawValue.replacing("_", with: " ")), version \(version), \(criteria) criteria, cut \(cut) of \(maximum)"
    }
}

extension PlannedPractical {
    init(_ file: PracticalFile, over stored: StoredPractical?) throws {
        let change: Change =
            switch stored {
            case nil: .new
            case .some(let stored) where stored.file == file: .same
            case .some(let stored): stored.isFrozen ? .newVersion : .replaces
            }
        self.init(
            code: file.code,
            change: change,
            version: (stored?.version ?? 1) + (change == .newVersion ? 1 : 0),
            criteria: file.criteria.count,
            cut: file.cut,
            maximum: file.maximum,
            digest: try file.digest.map { String(format: "%02x", $0) }.joined()
        )
    }
}
