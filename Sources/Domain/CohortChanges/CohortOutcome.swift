package import Foundation

/// What becomes of one claim, or of the cohort itself, when a change of a whole cohort is carried out.
package struct CohortOutcome: PlannedOutcome {
    package enum Fate: String, CaseIterable, Codable, Sendable {
        // The cohort itself.
        case closes, completes, cancels, changes
        /// A confirmed seat that stays as it is.
        case stays
        /// A hold or an open offer keeps its seat to its own deadline.
        case kept
        case lapses, closed, carried
        /// The place ends, because the person has a live claim on the next cohort already.
        case there
        case attended
        case noShow = "no_show"
        case cancelled
        /// Nothing but the letter: what they have stays theirs.
        case told
    }

    package let cohort: String
    /// nil: the line is about the cohort itself.
    package let enrollment: EnrollmentID?
    /// The state before.
    package let was: String
    package let fate: Fate
    package var seatNumber: Int?
    /// To when a seat is kept, in whole seconds.
    package var until: Date?
    /// The cohort whose queue goes on with them.
    package var target: String?
    /// What becomes a case, in minor units of the cohort's currency.
    package var caseMinor: Int?
    /// The letter that goes out, as `SeatLetter.Kind` names it.
    package var letter: String?
    /// What changes of the cohort itself, one line for each thing.
    package var changes: [String]?
}

extension CohortOutcome {
    /// A line about the cohort itself.
    init(_ cohort: Cohort, _ fate: Fate, target: String? = nil, changes: [String]? = nil) {
        self.init(
            cohort: cohort.code,
            enrollment: nil,
            was: cohort.state.rawValue,
            fate: fate,
            target: target,
            changes: changes
        )
    }

    /// A line about one claim on it.
    init(_ standing: Standing, in cohort: Cohort, _ fate: Fate, letter: SeatLetter.Kind? = nil) {
        self.init(
            cohort: cohort.code,
            enrollment: standing.id,
            was: standing.state.rawValue,
            fate: fate,
            seatNumber: standing.seatNumber,
            letter: letter?.rawValue
        )
    }

    /// The same, with the money that becomes a case when the claim ends so.
    func withCase(_ standing: Standing) -> Self {
        var line = self
        line.caseMinor = standing.caseMinor > 0 ? standing.caseMinor : nil
        return line
    }

    package var subject: String { enrollment.map { "enrollment \($0)" } ?? "cohort \(cohort)" }

    package var words: String {
        let fate =
            switch self.fate {
            case .closes: target.map { "closes, its queue goes on in \($0)" } ?? "closes"
            case .completes: "completes"
            case .cancels: "is cancelled"
            case .changes: (changes ?? []).joined(separator: ", ")
            case .stays: "stays"
            case .kept: "keeps its seat until \(until.map { $0.formatted(.iso8601) } ?? "its deadline")"
            case .lapses: "lapses"
            case .closed: "closed"
            case .carried: "carried to \(target ?? "the next cohort")"
            case .there: "closed, with a live claim on \(target ?? "the next cohort") already"
            case .attended: "attended"
            case .noShow: "no-show"
            case .cancelled: "cancelled"
            case .told: "told"
            }
        return "\(was), \(fate)" + (caseMinor.map { " with a case of \($0) minor units" } ?? "")
    }
}
