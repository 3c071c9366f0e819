import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Who waives skills and exams", .database)
struct ExamWaiverTests {
    let here = TestDatabase.current

    private func waive(
        _ requirement: String,
        skills: [String] = [],
        of claim: EnrollmentID,
        in code: String,
        by actor: Actor
    ) async throws -> Refusal? {
        try await refusal {
            _ = try await here.registrar.progress.record(
                ProgressEntry(.waived, requirement, skills: skills, note: "Shown elsewhere."),
                of: "\(claim)",
                in: code,
                isRehearsal: true,
                by: actor
            )
        }
    }

    @Test("not the instructor of the cohort, nor an examiner: an owner or a registrar who does not teach it")
    func whose() async throws {
        let (code, claims) = try await here.seatedCohort()
        let instructor = try await here.staff(.instructor)
        let number = try await here.registrar.progress.show(cohort: code, by: instructor).lines[0].candidate.number
        for (requirement, skills) in [("skills", ["A-1"]), ("skills", []), ("theory", []), ("practice", [])] {
            let refused = try await waive(requirement, skills: skills, of: claims[0], in: code, by: instructor)
            #expect(refused?.code == "waiver-not-yours" && refused?.kind == .forbidden, "\(requirement)")
            #expect(refused?.message.contains("an owner or registrar who does not teach \(code)") == true)
            for role in [StaffMember.Role.owner, .registrar] {
                let allowed = try await waive(
                    requirement,
                    skills: skills,
                    of: claims[0],
                    in: code,
                    by: here.staff(role)
                )
                #expect(allowed == nil, "\(requirement), \(role)")
            }
        }
        let examiner = try await refusal {
            _ = try await here.registrar.progress.record(
                ProgressEntry(.waived, "theory", note: "Shown elsewhere."),
                of: "\(number)",
                in: code,
                by: here.staff(.examiner)
            )
        }
        #expect(examiner?.code == "waiver-not-yours")
        #expect(try await waive("card", of: claims[0], in: code, by: instructor) == nil)
        let rows = Data("candidate,requirement,state,note\n\(number),theory,waive,Shown elsewhere\n".utf8)
        let imported = try await refusal {
            _ = try await here.registrar.progress.planImport(
                .init(name: "p.csv", octets: rows),
                into: code,
                by: instructor
            )
        }
        #expect(imported?.code == "waiver-not-yours")
    }

    @Test("an office account of the instructor is the instructor, and the database says so too")
    func accounts() async throws {
        let (code, claims) = try await here.seatedCohort()
        let second = Actor.staff(
            try await here.registrar.staff.add(
                login: "instructor2",
                name: "Instructor",
                email: "Instructor@Institute.example",
                roles: [.registrar],
                by: .system
            )
        )
        #expect(try await waive("theory", of: claims[0], in: code, by: second)?.code == "waiver-not-yours")
        for (login, through, rule) in [
            ("instructor", nil, "who_teaches_waives_no_exam"), ("instructor2", nil, "who_teaches_waives_no_exam"),
            ("owner", "instructor", "who_teaches_waives_no_exam"), ("owner", nil, nil),
        ] as [(String, String?, String?)] {
            _ = try await here.staff(.owner)
            let broken = await constraint {
                try await here.service.write { connection in
                    let payload = try connection.keep(["note": "By hand."])
                    try connection.execute(
                        """
                        INSERT INTO progress_event (
                            enrollment_id, requirement_id, kind, staff_id, operator_id, payload_id, digest
                        )
                        SELECT \(claims[0]), requirement.id, 'waived', staff.id,
                            (SELECT id FROM staff WHERE login = \(through)), \(payload.id), \(payload.digest)
                        FROM staff, requirement
                        WHERE staff.login = \(login) AND requirement.code = 'theory'
                        """
                    )
                }
            }
            #expect(broken == rule, "\(login)")
        }
    }
}
