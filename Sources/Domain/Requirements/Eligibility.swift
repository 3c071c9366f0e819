import Foundation
import Postgres

/// Whether a candidate may sit an exam: computed from where they stand, and kept with its date when it is used.
package struct Eligibility: Codable, Sendable {
    /// The exam's requirement.
    package let exam: RequirementID
    package let code: String
    package let name: String
    /// Requirements that are neither complete nor waived, in the program's order.
    package let missing: [RequirementState]

    package var isEligible: Bool { missing.isEmpty }

    /// - Parameter states: Of the whole program.
    init(for exam: RequirementState, among states: [RequirementState]) {
        self.exam = exam.id
        code = exam.code
        name = exam.name
        missing = states.filter { $0.gates(exam) && !$0.isMet }
    }
}

extension RequirementState {
    /// Whether an exam waits for this: it is named, or else it is of an earlier module and no document and no exam.
    func gates(_ exam: RequirementState) -> Bool {
        if let after = exam.detail?.after { return after.contains(code) }
        return modulePosition < exam.modulePosition && kind != .document && !isExam
    }
}

/// What an eligibility rests on, frozen with it.
private struct EligibilityBasis: Codable, Sendable {
    struct Standing: Codable, Sendable {
        let code: String
        let state: Requirement.State
        let since: Date?
        let event: Int?
        let counted: Bool
    }

    let requirements: [Standing]
}

extension Connection {
    /// Keeps that a candidate may sit an exam now, and what that rests on.
    ///
    /// - Throws: `not-eligible`, which names what is missing; `person-erased`.
    func recordEligibility(of claim: EnrollmentID, for exam: RequirementID) throws -> EligibilityID {
        try requireSomebody(behind: claim)
        let states = try requirements(of: claim)
        guard let asked = states.first(where: { $0.id == exam && $0.isExam }) else {
            throw Refusal.conflict("not-eligible", "That exam is none of the program of enrollment \(claim).")
        }
        let claimState: Enrollment.State = try one("SELECT state FROM enrollment WHERE id = \(claim)")
        guard claimState == .confirmed || claimState == .attended else {
            throw Refusal.conflict(
                "not-eligible",
                "Enrollment \(claim) is \(claimState.rawValue); only who has a seat, or attended, sits \(asked.name)."
            )
        }
        let eligibility = Eligibility(for: asked, among: states)
        guard eligibility.isEligible else {
            let missing = eligibility.missing.map { "\($0.name) (\($0.standing))" }.joined(separator: "; ")
            throw Refusal.conflict("not-eligible", "Before \(asked.name) this has to be complete: \(missing).")
        }
        let basis = EligibilityBasis(
            requirements: states.filter { $0.id != exam }.map {
                .init(code: $0.code, state: $0.state, since: $0.since, event: $0.event, counted: $0.gates(asked))
            }
        )
        return try one(
            """
            INSERT INTO eligibility (enrollment_id, requirement_id, basis)
            VALUES (\(claim), \(exam), \(JSONB(basis)))
            RETURNING id
            """
        )
    }
}

extension RequirementState {
    /// `incomplete, 5 of 8 skills`
    package var standing: String {
        guard !isMet, needed > 1 else { return state.rawValue }
        switch kind {
        case .skillSignOff: return "\(state.rawValue), \(done) of \(needed) skills"
        case .observationHours: return "\(state.rawValue), \(done) of \(needed) minutes"
        case .workshopAttendance: return "\(state.rawValue), \(done) of \(needed) sessions"
        default: return state.rawValue
        }
    }
}
