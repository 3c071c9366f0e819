package import Foundation
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
    package let number: CandidateNumber
    package let name: PersonName
    package let cohort: CohortPage
    package let claimState: Enrollment.State
    /// Of the whole program, in its order.
    package let states: [RequirementState]
    package let exams: [Eligibility]
    package let evidence: [Evidence]
    /// Today in the cohort's zone.
    package let today: CalendarDate
    let skills: [RequirementID: [String: ProgressEntry.Kind]]

    /// The last word of staff on a skill; nil is none.
    package func word(on skill: String, of requirement: RequirementID) -> ProgressEntry.Kind? {
        skills[requirement]?[skill]
    }
}

/// What a candidate brings: a file, and what they say of it.
package struct BroughtEvidence: Sendable {
    let requirement: String
    let file: EvidenceFile
    let minutes: Int?
    let doneOn: CalendarDate?
    let validUntil: CalendarDate?

    package init(
        to requirement: String,
        file: EvidenceFile,
        minutes: Int? = nil,
        doneOn: CalendarDate? = nil,
        validUntil: CalendarDate? = nil
    ) {
        self.requirement = requirement
        self.file = file
        self.minutes = minutes
        self.doneOn = doneOn
        self.validUntil = validUntil
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

    /// Opens a candidate's own page; looking changes nothing they could see.
    ///
    /// - Throws: `link-unknown`, `person-erased`, `seat-ended`.
    package func open(link text: String) async throws -> CandidatePage {
        let claim = try candidate(link: text)
        return try await store.write { connection in
            try connection.requireSomebody(behind: claim)
            return try connection.candidatePage(of: claim)
        }
    }

    /// Keeps what a candidate brought, and asks staff to look at it; the same file brought again changes nothing.
    ///
    /// - Throws: what opening throws; `requirement-closed` where nothing is asked for, `evidence-full`, and `Refusal` of
    ///   kind invalid for what does not fit.
    package func submit(_ brought: BroughtEvidence, link text: String) async throws -> CandidatePage {
        let claim = try candidate(link: text)
        return try await store.write { connection in
            try connection.execute("SELECT id FROM enrollment WHERE id = \(claim) FOR NO KEY UPDATE")
            try connection.requireSomebody(behind: claim)
            let page = try connection.candidatePage(of: claim)
            guard let asked = page.states.first(where: { $0.code == brought.requirement && $0.takesEvidence }),
                page.claimState != .noShow
            else {
                throw Refusal.conflict(
                    "requirement-closed",
                    "Nothing has to be sent for that. Look at the page again: it shows what is still missing."
                )
            }
            let entry = try ProgressEntry(
                .submitted,
                asked.code,
                minutes: asked.kind == .observationHours ? brought.minutes : nil,
                doneOn: brought.doneOn,
                validUntil: asked.kind == .document ? brought.validUntil : nil
            )
            try entry.check(against: asked, today: page.today)
            guard try !connection.isKnown(brought.file, for: asked.id, of: claim) else { return page }
            let actor = Actor.applicant(claim)
            let evidence = try connection.add(brought.file, to: asked.id, of: claim, by: actor)
            try connection.write(entry, to: asked.id, of: claim, evidence, by: actor)
            return try connection.candidatePage(of: claim)
        }
    }
}

extension Connection {
    fileprivate func candidatePage(of claim: EnrollmentID) throws -> CandidatePage {
        struct Seated: Decodable {
            let cohort: String
            let name: PersonName
            let state: Enrollment.State
            let today: CalendarDate
        }
        let seated: Seated = try one(
            """
            SELECT cohort.code AS cohort, coalesce(person.name, enrollment.name) AS name, enrollment.state,
                (registrar_clock() AT TIME ZONE cohort.time_zone)::date AS today
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
            number: try candidateNumber(of: claim),
            name: seated.name,
            cohort: try cohortPage(seated.cohort),
            claimState: seated.state,
            states: states,
            exams: states.filter(\.isExam).map { Eligibility(for: $0, among: states) },
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

    fileprivate func isKnown(_ file: EvidenceFile, for requirement: RequirementID, of claim: EnrollmentID) throws -> Bool {
        try one(
            """
            SELECT EXISTS (
                SELECT
                FROM evidence
                JOIN evidence_file AS file ON file.evidence_id = evidence.id
                JOIN progress_that_counts(\(claim)) AS counting ON counting.evidence_id = evidence.id
                WHERE evidence.enrollment_id = \(claim) AND evidence.requirement_id = \(requirement)
                    AND file.sha256 = sha256(\(file.octets))
                    AND counting.kind = 'submitted'
            )
            """
        )
    }
}
