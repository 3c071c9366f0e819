import Crypto
import Foundation
import Psychometrics

/// A practical exam as its file describes it: criteria in order, each with the names of its levels from 0 up.
package struct PracticalFile: Codable, Equatable, Sendable {
    package struct Criterion: Codable, Equatable, Sendable {
        package let code: String
        package let name: String
        /// From 0, the lowest, up.
        package let levels: [String]
        /// Points of one level.
        package let weight: Int
        /// The lowest level that is safe, of a critical-safety criterion: judged below it, it fails the practical alone.
        package let safeFrom: Int?
    }

    package let code: String
    package let name: String
    /// The lowest number of points that passes.
    package let cut: Int
    package let criteria: [Criterion]

    /// Σ weight·highest
    package var maximum: Int { criteria.reduce(0) { $0 + $1.weight * ($1.levels.count - 1) } }

    /// What it comes to in arithmetic.
    ///
    /// - Throws: `Psychometrics.Practical.Refusal` where its criteria or its cut are none.
    func arithmetic() throws(Practical.Refusal) -> Practical {
        try Practical(
            criteria: criteria.map {
                Psychometrics.Criterion(highest: $0.levels.count - 1, weight: $0.weight, safeFrom: $0.safeFrom)
            },
            cut: cut
        )
    }

    /// SHA-256 over all that it says.
    var digest: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return Data(SHA256.hash(data: try encoder.encode(self)))
        }
    }
}
