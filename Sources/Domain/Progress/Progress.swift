package import Foundation
package import Postgres

/// What candidates did of what their program asks, on what evidence: said by the candidate or by staff, and never unsaid.
package struct Progress: Sendable {
    let store: Store
    let secrets: Secrets

    /// More files than any program asks for, and few enough that one link cannot fill a disk.
    static let mostFiles = 60
}

/// Where everybody in a cohort stands.
package struct CohortProgress: Sendable {
    package struct Line: Sendable {
        package let candidate: Candidate
        /// Of the whole program, in its order.
        package let states: [RequirementState]
    }

    package let cohort: String
    /// By seat.
    package let lines: [Line]
}

/// Where one candidate stands, and all that was said.
package struct CandidateProgress: Sendable {
    package struct Event: Codable, Sendable {
        package let id: Int
        /// By code.
        package let requirement: String
        package let kind: ProgressEntry.Kind
        package let skill: String?
        package let minutes: Int?
        package let validUntil: CalendarDate?
        package let doneOn: CalendarDate?
        package let evidence: EvidenceID?
        package let at: Date
        /// The login of whoever said it; nil is the candidate.
        package let staff: String?
        package let actingOwner: String?
        /// Gone with an erased person.
        package let note: String?
    }

    package let cohort: String
    /// IANA zone of the cohort.
    package let timeZone: String
    package let candidate: Candidate
    package let states: [RequirementState]
    package let exams: [Eligibility]
    package let evidence: [Evidence]
    /// Oldest first.
    package let events: [Event]
}

extension Progress {
    /// Where everybody in a cohort stands; the numbers of candidates are drawn when first they are looked at.
    package func show(cohort code: String, by actor: Actor) async throws -> CohortProgress {
        try actor.require(.recordProgress)
        return try await store.write { connection in
            let cohort = try connection.progressCohort(code, by: actor)
            let states = try connection.requirements(of: cohort.candidates.map(\.id))
            return CohortProgress(
                cohort: cohort.code,
                lines: cohort.candidates.map { .init(candidate: $0, states: states[$0.id] ?? []) }
            )
        }
    }

    /// Where one candidate stands, and all that was said.
    package func show(cohort code: String, candidate: String, by actor: Actor) async throws -> CandidateProgress {
        try actor.require(.recordProgress)
        return try await store.write { connection in
            let cohort = try connection.progressCohort(code, by: actor)
            let found = try cohort.candidate(candidate)
            let states = try connection.requirements(of: found.id)
            return CandidateProgress(
                cohort: cohort.code,
                timeZone: cohort.timeZone,
                candidate: found,
                states: states,
                exams: states.filter(\.isExam).map { Eligibility(for: $0, among: states) },
                evidence: try connection.evidence(of: [found.id], withNames: cohort.seesNames),
                events: try connection.progressEvents(of: found.id, withNotes: cohort.seesNames)
            )
        }
    }
}

extension Connection {
    fileprivate func progressEvents(of claim: EnrollmentID, withNotes: Bool) throws -> [CandidateProgress.Event] {
        try all(
            """
            SELECT
                event.id, requirement.code AS requirement, event.kind, event.skill, event.minutes, event.valid_until,
                event.done_on, event.evidence_id AS evidence, event.at, staff.login AS staff,
                operator.login AS acting_owner, CASE WHEN \(withNotes) THEN payload.body ->> 'note' END AS note
            FROM progress_event AS event
            JOIN requirement ON requirement.id = event.requirement_id
            LEFT JOIN staff ON staff.id = event.staff_id
            LEFT JOIN staff AS operator ON operator.id = event.operator_id
            LEFT JOIN payload ON payload.id = event.payload_id
            WHERE event.enrollment_id = \(claim)
            ORDER BY event.id
            """
        )
    }
}
