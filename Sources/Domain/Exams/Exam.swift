package import Foundation
package import Postgres

/// A written exam: a bank of items, and the forms that are made of them.
package struct Exam: Codable, Sendable {
    package let id: ExamID
    package let code: String
    package let name: String
}

/// An item in its newest version, without its words and its key: those are read by the sitting, and by scoring.
package struct ExamItem: Codable, Sendable {
    package let code: String
    package let version: Int
    package let area: String
    package let options: Int
    /// SHA-256 over its words, in hexadecimal digits.
    package let digest: String
    /// Newest forms that have it, in any version.
    package let forms: [String]
}

/// A form in one of its versions; it never changes once somebody sat it.
package struct ExamForm: Codable, Sendable {
    package enum CutMethod: String, CaseIterable, Codable, PostgresCodable, Sendable {
        /// Somebody's decision, with their words for it.
        case set
        /// Judges' ratings of each scored item (see `AngoffStudy`).
        case modifiedAngoff = "modified_angoff"
    }

    package let id: ExamFormID
    package let code: String
    package let version: Int
    package let minutes: Int
    package let items: Int
    /// k
    package let scored: Int
    /// In hundredths of a point.
    package let cutHundredths: Int
    package let cutMethod: CutMethod
    /// Who rated, and by item code what; or the words for a cut that was set.
    package let cutStudy: JSONB<CutStudy>
    /// SHA-256 over items, cut and minutes, in hexadecimal digits.
    package let digest: String
    package let frozenAt: Date?
    /// How often it was sat.
    package let attempts: Int

    /// ⌈cut⌉: the lowest raw score that passes.
    package var cut: Int { (cutHundredths + 99) / 100 }
}

/// How a cut came about.
package struct CutStudy: Codable, Equatable, Sendable {
    package var words: String?
    package var judges: [String]?
    /// By item code, in the order of the judges, in hundredths.
    package var ratings: [String: [Int]]?
}

package typealias ExamID = Identifier<Exam>
package typealias ExamItemID = Identifier<ExamItem>
package typealias ExamFormID = Identifier<ExamForm>
