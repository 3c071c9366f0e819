import Crypto
import Foundation
package import Postgres

/// What one row of a table of progress will do.
package struct PlannedProgress: PlannedOutcome {
    package enum Effect: String, Codable, Sendable {
        case recorded
        /// The same was said last; nothing changes.
        case again
    }

    package let line: Int
    package let enrollment: EnrollmentID
    package let candidate: CandidateNumber
    package let requirement: String
    package let skill: String?
    package let kind: ProgressEntry.Kind
    package let minutes: Int?
    package let doneOn: CalendarDate?
    package let validUntil: CalendarDate?
    /// Of the note, with a key that only this service has: the words themselves are no part of a plan.
    let noteDigest: String?
    package let effect: Effect
    /// Where the candidate stands with the requirement once the whole table is recorded.
    package let becomes: Requirement.State

    package var subject: String { "line \(line)" }

    package var words: String {
        let skill = skill.map { " \($0)" } ?? ""
        return "candidate \(candidate), \(requirement)\(skill) \(kind.rawValue), \(effect.rawValue)"
    }
}

/// The plan of an import, and the columns of the table that it does not look at.
package struct ProgressImportPlan: Sendable {
    package let cohort: String
    package let plan: Plan<PlannedProgress>
    package let ignoredColumns: [String]
}

/// A row of a table whose candidate and requirement were found.
struct FoundProgress {
    let row: ProgressFile.Row
    let candidate: Candidate
    let requirement: RequirementState
    let effect: PlannedProgress.Effect

    /// - Parameter key: What notes are digested with.
    func planned(becomes state: Requirement.State, key: SymmetricKey) -> PlannedProgress {
        let entry = row.entry
        let digest = entry.note.map { note in
            HMAC<SHA256>.authenticationCode(for: Data(note.utf8), using: key).prefix(8)
                .map { String(format: "%02x", $0) }.joined()
        }
        return PlannedProgress(
            line: row.line,
            enrollment: candidate.id,
            candidate: candidate.number,
            requirement: requirement.code,
            skill: entry.skills.first,
            kind: entry.kind,
            minutes: entry.minutes,
            doneOn: entry.doneOn,
            validUntil: entry.validUntil,
            noteDigest: digest,
            effect: effect,
            becomes: state
        )
    }
}
