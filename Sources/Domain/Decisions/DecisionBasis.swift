package import Postgres

/// What a decision rests on, frozen with it: numbers, words of the product and days, never a name.
///
/// It grows with what is weighed; an older decision keeps the basis it was made on, and lacks what came later.
package struct DecisionBasis: Codable, Hashable, Sendable {
    package let cohort: String
    package let program: String
    package let programVersion: Int
    /// SHA-256 of what the program version says, its policies with it, in hexadecimal digits.
    package let programDigest: String
    package let grants: ProgramVersion.Grants
    /// The number, in the cohort's history, of the event that says they attended.
    package let attendanceEvent: Int
    /// Whether everything that the program asks for was weighed, or attendance alone.
    package var onEvidence: Bool?
    package var requirements: [Requirement]?
    package var written: [Written]?
    package var practical: [Practical]?

    /// Where one requirement stood, and what was said of it.
    package struct Requirement: Codable, Hashable, Sendable {
        package let code: String
        package let name: String
        package let kind: ProgramFile.Requirement.Kind
        package let state: String
        package let done: Int
        package let needed: Int
        package let validUntil: CalendarDate?
        /// Numbers of the events that say so, oldest first.
        package let events: [Int]
        /// Digests of the files that show it, in hexadecimal digits.
        package let evidence: [String]
        /// Of the whole, or of skills of it, that count; nil before they were gathered.
        package var waivers: [Waiver]?

        package var isMet: Bool { ["complete", "waived"].contains(state) }

        /// `CPR card (expired, held until 2027-01-02)`.
        package var words: String {
            let until = validUntil.map { state == "expired" ? ", held until \($0)" : "" } ?? ""
            let count = needed > 1 && state == "incomplete" ? ", \(done) of \(needed)" : ""
            return "\(name) (\(state)\(until)\(count))"
        }
    }

    /// That something was not asked of a candidate, as whoever decides is told. Its words stay with the event.
    package struct Waiver: Codable, Hashable, Sendable {
        package let event: Int
        /// nil: of the whole requirement.
        package let skill: String?
        /// The login of whoever waived.
        package let by: String
        package let actingOwner: String?
        /// SHA-256 over the salt and the words of the reason, in hexadecimal digits.
        package let reasonDigest: String?
    }

    /// The try at a written exam that counts: one that passed, under whichever claim of the person, else the last; by its
    /// latest score.
    package struct Written: Codable, Hashable, Sendable {
        /// The claim that it was made under; nil before passes travelled, when it was the own.
        package var enrollment: Int?
        package let requirement: String
        package let exam: String
        package let form: String
        package let formVersion: Int
        package let attempt: Int
        package let number: Int
        package let eligibility: Int
        package let score: Int
        package let scoreNumber: Int
        package let raw: Int
        package let items: Int
        package let cut: Int
        package let passed: Bool
        /// SHA-256 over the answers that counted, and over the keys they were scored by.
        package let answersDigest: String
        package let keysDigest: String
    }

    /// The try at a practical that counts: one that passed, under whichever claim of the person, else the last.
    package struct Practical: Codable, Hashable, Sendable {
        /// As of a written exam.
        package var enrollment: Int?
        package let requirement: String
        package let practical: String
        package let version: Int
        package let digest: String
        package let attempt: Int
        package let number: Int
        package let eligibility: Int
        /// The ratings it rests on.
        package let tasks: [Int]
        package let doubledPoints: Int
        package let maximum: Int
        package let cut: Int
        package let unsafe: [Int]
        package let passed: Bool
    }

    package var missing: [Requirement] { (requirements ?? []).filter { !$0.isMet } }
}
