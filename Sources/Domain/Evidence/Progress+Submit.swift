import Crypto
import Foundation
import Postgres

/// What a candidate brings: a file, and what they typed beside it.
package struct BroughtEvidence: Sendable {
    let requirement: String
    let file: EvidenceFile
    let minutes: Int?
    let doneOn: CalendarDate?
    let validUntil: CalendarDate?

    /// - Parameters:
    ///   - minutes: Empty where none are told; so are the days, which are written like 2026-11-02.
    /// - Throws: `Refusal` of kind invalid that names the fields.
    package init(
        to requirement: String,
        file: EvidenceFile,
        minutes: String = "",
        doneOn: String = "",
        validUntil: String = ""
    ) throws {
        var problems: [Refusal.Problem] = []
        func day(_ field: String, _ typed: String) -> CalendarDate? {
            guard let typed = typed.trimmedOrNil else { return nil }
            if let day = CalendarDate(typed) { return day }
            problems.append(.init(field, "“\(typed)” is no day; write it like 2026-11-02."))
            return nil
        }
        self.requirement = requirement
        self.file = file
        self.doneOn = day("done_on", doneOn)
        self.validUntil = day("valid_until", validUntil)
        self.minutes = minutes.trimmedOrNil.flatMap { Int($0) }
        if self.minutes == nil, let typed = minutes.trimmedOrNil {
            problems.append(.init("minutes", "“\(typed)” is no number of minutes; write it like 90."))
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
    }
}

extension Progress {
    /// Keeps what a candidate brought, and asks staff to look at it; the same file brought again changes nothing.
    ///
    /// - Throws: what opening throws; `requirement-closed` where nothing is asked for, `evidence-full`, and `Refusal` of
    ///   kind invalid for what does not fit.
    package func submit(_ brought: BroughtEvidence, link text: String) async throws -> CandidatePage {
        let claim = try candidate(link: text)
        return try await store.write { connection in
            try connection.execute("SELECT id FROM enrollment WHERE id = \(claim) FOR NO KEY UPDATE")
            try connection.requireSomebody(behind: claim)
            let page = try connection.candidatePage(of: claim, secrets)
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
            return try connection.candidatePage(of: claim, secrets)
        }
    }
}

extension Connection {
    /// Whether this very file is what was said last of the requirement: a double click, or a page sent again.
    fileprivate func isKnown(_ file: EvidenceFile, for requirement: RequirementID, of claim: EnrollmentID) throws
        -> Bool
    {
        let latest: Data? = try first(
            """
            SELECT file.sha256
            FROM (
                SELECT kind, evidence_id
                FROM progress_event
                WHERE enrollment_id = \(claim) AND requirement_id = \(requirement)
                ORDER BY id DESC
                LIMIT 1
            ) AS last
            JOIN evidence_file AS file ON file.evidence_id = last.evidence_id
            WHERE last.kind = 'submitted'
            """
        )
        return latest == Data(SHA256.hash(data: file.octets))
    }
}
