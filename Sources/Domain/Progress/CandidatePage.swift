import Foundation
package import Postgres

/// All that a candidate's own page shows: what is done, what is missing, and what they brought.
package struct CandidatePage: Sendable {
    /// Where somebody stands with one skill of a checklist.
    package struct SkillState: Codable, Hashable, Sendable {
        let requirementId: RequirementID
        let skill: String
        package let kind: ProgressEntry.Kind
    }

    package let enrollment: EnrollmentID
    /// nil before anybody looked at the cohort's progress.
    package let number: CandidateNumber?
    package let name: PersonName
    package let cohort: CohortPage
    package let claimState: Enrollment.State
    /// Of the whole program, in its order.
    package let states: [RequirementState]
    package let exams: [CandidateExam]
    package let standing: Decisions.Standing
    /// nil: nobody proposed them yet.
    package let decision: CandidateDecision?
    /// Whether an exam of theirs has a result.
    package let hasResults: Bool
    package let evidence: [Evidence]
    /// Today in the cohort's zone.
    package let today: CalendarDate
    let skills: [RequirementID: [String: ProgressEntry.Kind]]

    /// The last word of staff on a skill; nil is none.
    package func word(on skill: String, of requirement: RequirementID) -> ProgressEntry.Kind? {
        skills[requirement]?[skill]
    }
}

extension RequirementState {
    /// Whether the candidate may bring evidence for it: what others see with their own eyes needs none.
    package var takesEvidence: Bool {
        switch kind {
        case .document: state != .waived
        case .lesson, .caseStudy, .observationHours: !isMet
        case .workshopAttendance, .skillSignOff, .writtenExam, .practicalExam: false
        }
    }
}

extension Progress {
    /// Whose page a mailed link opens.
    ///
    /// - Throws: `link-unknown` for a mistyped token, as for one never issued.
    package func candidate(link text: String) throws -> EnrollmentID {
        guard let token = LinkToken(text, sealedWith: secrets.links), token.purpose == .progress else {
            throw Refusal.notFound(
                "link-unknown",
                "This link is not known here. Open it from the mail again, or copy the whole of it."
            )
        }
        return token.enrollment
    }

    /// Opens a candidate's own page; looking changes nothing.
    ///
    /// - Throws: `link-unknown`, `person-erased`, `seat-ended`.
    package func open(link text: String) async throws -> CandidatePage {
        let claim = try candidate(link: text)
        return try await store.snapshot { connection in
            try connection.requireSomebody(behind: claim)
            return try connection.candidatePage(of: claim, secrets)
        }
    }
}

extension Connection {
    func candidatePage(of claim: EnrollmentID, _ secrets: Secrets) throws -> CandidatePage {
        struct Seated: Decodable {
            let cohort: String
            let name: PersonName
            let state: Enrollment.State
            let today: CalendarDate
            let standing: Decisions.Standing
        }
        let seated: Seated = try one(
            """
            SELECT cohort.code AS cohort, coalesce(person.name, enrollment.name) AS name, enrollment.state,
                (registrar_clock() AT TIME ZONE cohort.time_zone)::date AS today,
                certification_standing(enrollment.id) AS standing
            FROM enrollment
            JOIN person ON person.id = enrollment.person_id
            JOIN cohort ON cohort.id = enrollment.cohort_id
            WHERE enrollment.id = \(claim)
            """
        )
        guard [.confirmed, .attended, .noShow].contains(seated.state) else {
            throw Refusal.gone(
                "seat-ended",
                "The seat in \(seated.cohort) that this page was for has ended. If you moved, ask for the link of the new one."
            )
        }
        let states = try requirements(of: claim)
        return CandidatePage(
            enrollment: claim,
            number: try first("SELECT number FROM candidate WHERE enrollment_id = \(claim)"),
            name: seated.name,
            cohort: try cohortPage(seated.cohort),
            claimState: seated.state,
            states: states,
            exams: try exams(of: claim, among: states),
            standing: seated.standing,
            decision: try latestDecision(of: claim, secrets),
            hasResults: try !scoreReport(of: claim).results.isEmpty,
            evidence: try evidence(of: [claim], withNames: true),
            today: seated.today,
            skills: try skills(of: claim)
        )
    }

    private func skills(of claim: EnrollmentID) throws -> [RequirementID: [String: ProgressEntry.Kind]] {
        let words: [CandidatePage.SkillState] = try all(
            """
            SELECT DISTINCT ON (requirement_id, skill) requirement_id, skill, kind
            FROM progress_that_counts(\(claim))
            WHERE skill IS NOT NULL AND kind <> 'submitted'
            ORDER BY requirement_id, skill, id DESC
            """
        )
        return Dictionary(grouping: words, by: \.requirementId).mapValues { words in
            Dictionary(words.map { ($0.skill, $0.kind) }, uniquingKeysWith: { first, _ in first })
        }
    }
}
