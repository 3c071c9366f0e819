import Credentials
package import Domain
import Foundation

extension TestDatabase {
    /// A program that asks for one thing of each kind.
    package static let everyKind = ProgramFile.Source(
        name: "kinds.yaml",
        text: """
            code: KINDS
            name: Every Kind
            summary: One of each.
            grants: certification
            term_months: 24
            modules:
              - code: first
                name: First steps
                requirements:
                  - {code: reading, kind: lesson, name: Reading}
                  - {code: days, kind: workshop_attendance, name: Both days}
                  - code: skills
                    kind: skill_sign_off
                    name: Skills
                    skills:
                      - {code: A-1, tier: 1, name: Takes a pulse}
                      - {code: A-2, tier: 2, name: Reads a meter}
                      - {code: B-1, tier: 3, name: Writes a letter}
                  - {code: hours, kind: observation_hours, name: Hours in a clinic, minutes: 300}
                  - {code: case, kind: case_study, name: A case}
                  - {code: card, kind: document, name: CPR card, expires: true}
              - code: exams
                name: Exams
                requirements:
                  - {code: theory, kind: written_exam, name: Theory, exam: KINDS-THEORY}
                  - code: practice
                    kind: practical_exam
                    name: Practice
                    practical: KINDS-PRACTICE
                    after: [skills, theory]
                  - {code: essay, kind: written_exam, name: Essay, after: [reading]}
            """
    )

    /// A cohort whose seats are confirmed, taught by the instructor of every story; its code, and the claims by seat.
    package func seatedCohort(
        _ names: [String] = ["Ada Lovelace"],
        program: ProgramFile.Source? = TestDatabase.everyKind
    ) async throws -> (code: String, claims: [EnrollmentID]) {
        if try await registrar.programs.list(by: .system).isEmpty { try await furnish() }
        if let program {
            let plan = try await registrar.programs.plan([program], by: .system)
            _ = try await registrar.programs.apply([program], hash: plan.hash, by: .system)
        }
        _ = try await staff(.instructor)
        let ahead = try await registrar.keys.now().date.timeIntervalSinceNow / 86_400
        let programCode = try program.map { try ProgramFile.read([$0])[0].code } ?? "MES"
        var draft = draft(program: programCode, daysAhead: 60 + Int(ahead.rounded(.up)))
        draft.instructors = ["instructor"]
        let code = try await registrar.cohorts.create(draft, by: .system).cohort.code
        _ = try await registrar.cohorts.open(code: code, by: .system)
        var claims: [EnrollmentID] = []
        for (index, name) in names.enumerated() {
            let id = try await reserve(code, "p\(index)@\(code.lowercased()).example", name: name).id
            _ = try await registrar.seats.confirm(id, by: .applicant(id))
            claims.append(id)
        }
        return (code, claims)
    }

    /// Says something of one requirement of one candidate.
    @discardableResult
    package func say(
        _ entry: ProgressEntry,
        of claim: EnrollmentID,
        in cohort: String,
        file: EvidenceFile? = nil,
        by role: StaffMember.Role = .instructor
    ) async throws -> RecordedProgress {
        try await registrar.progress.record(
            entry,
            of: "\(claim)",
            in: cohort,
            file: file,
            by: staff(role)
        )
    }

    /// Where a candidate stands, by the code of each requirement.
    package func standing(of claim: EnrollmentID, in cohort: String) async throws -> [String: RequirementState] {
        let shown = try await registrar.progress.show(cohort: cohort, candidate: "\(claim)", by: .system)
        return Dictionary(shown.states.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The link of a candidate's own page.
    package func progressLink(of claim: EnrollmentID) -> String {
        LinkToken(.progress, claim).text(sealedWith: Self.secrets.links)
    }
}

extension EvidenceFile {
    /// A little file of a type, as a scanner might make it.
    package static func sample(_ type: MediaType = .pdf, name: String = "card.pdf") throws -> EvidenceFile {
        let octets: [UInt8] =
            switch type {
            case .pdf: Array("%PDF-1.4\n%âãÏÓ".utf8)
            case .jpeg: [0xFF, 0xD8, 0xFF, 0xE0, 0x00]
            case .png: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00]
            case .text: Array("Observed for two hours. – Zoë\r\n".utf8)
            }
        return try EvidenceFile(name: name, octets: Data(octets))
    }
}
