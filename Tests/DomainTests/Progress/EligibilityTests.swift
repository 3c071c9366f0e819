import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Eligibility for an exam", .database)
struct EligibilityTests {
    let here = TestDatabase.current

    private func record(_ claim: EnrollmentID, _ exam: String, in code: String) async throws -> EligibilityID {
        let id = try #require(try await here.standing(of: claim, in: code)[exam]?.id)
        return try await here.service.write { try $0.recordEligibility(of: claim, for: id) }
    }

    @Test("without words of its own an exam waits for all of the earlier modules but documents and exams")
    func usual() async throws {
        let (code, claims) = try await here.seatedCohort()
        let refused = try await refusal { _ = try await record(claims[0], "theory", in: code) }
        #expect(refused?.code == "not-eligible")
        for name in ["Reading", "Both days", "Skills", "Hours in a clinic", "A case"] {
            #expect(refused?.message.contains("\(name) (incomplete") == true)
        }
        #expect(refused?.message.contains("CPR") == false)
        try await here.say(ProgressEntry(.completed, "reading"), of: claims[0], in: code)
        try await here.say(ProgressEntry(.completed, "skills", skills: ["A-1", "A-2", "B-1"]), of: claims[0], in: code)
        try await here.say(ProgressEntry(.completed, "hours", minutes: 300), of: claims[0], in: code)
        try await here.say(ProgressEntry(.waived, "case", note: "Presented elsewhere."), of: claims[0], in: code)
        let almost = try await refusal { _ = try await record(claims[0], "theory", in: code) }
        #expect(almost?.message == "Before Theory this has to be complete: Both days (incomplete, 0 of 2 sessions).")
        try await here.shiftClockBeforeLastSession(of: code)
        try await here.shiftClock(by: .seconds(7_200))
        for session in [1, 2] {
            let instructor = try await here.staff(.instructor)
            let rest = AttendanceEntry(restCame: true)
            _ = try await here.registrar.progress.attend(rest, session: session, of: code, by: instructor)
        }
        let id = try await record(claims[0], "theory", in: code)
        let basis: String = try await here.service.read {
            try $0.one("SELECT basis::text FROM eligibility WHERE id = \(id)")
        }
        #expect(basis.contains(#""code": "case""#) && basis.contains(#""state": "waived""#))
        #expect(!basis.contains("elsewhere") && !basis.contains("Ada"))
    }

    @Test("what it names itself is all that it waits for")
    func named() async throws {
        let (code, claims) = try await here.seatedCohort()
        let exams = {
            try await here.registrar.progress.show(cohort: code, candidate: "\(claims[0])", by: .system).exams
        }
        #expect(try await exams().map { $0.missing.map(\.code) }.last == ["reading"])
        try await here.say(ProgressEntry(.completed, "reading"), of: claims[0], in: code)
        #expect(try await exams().map(\.isEligible) == [false, false, true])
        #expect(try await exams()[1].missing.map(\.code) == ["skills", "theory"])
        _ = try await record(claims[0], "essay", in: code)
    }

    @Test("is for who has a seat; and never for what is no exam")
    func seated() async throws {
        let (code, claims) = try await here.seatedCohort()
        try await here.say(ProgressEntry(.completed, "reading"), of: claims[0], in: code)
        let lesson = try await refusal { _ = try await record(claims[0], "reading", in: code) }
        #expect(lesson?.code == "not-eligible")
        let essay = try #require(try await here.standing(of: claims[0], in: code)["essay"]?.id)
        _ = try await here.registrar.seats.withdraw(claims[0], by: .applicant(claims[0]))
        let ended = try await refusal {
            _ = try await here.service.write { try $0.recordEligibility(of: claims[0], for: essay) }
        }
        #expect(ended?.message.contains("withdrawn") == true)
    }

    @Test("a candidate's number has seven digits, stays the same, and leads back")
    func numbers() async throws {
        let (_, claims) = try await here.seatedCohort(["Ada", "Bo"])
        let first = try await here.service.write { try $0.candidateNumber(of: claims[0]) }
        let both = try await here.service.write { try $0.candidateNumbers(of: claims) }
        #expect(both[claims[0]] == first && both.count == 2 && Set(both.values).count == 2)
        #expect("\(first)".count == 7 && CandidateNumber(typed: "\(first)") == first)
        #expect(try await here.service.read { try $0.claim(of: first) } == claims[0])
        for text in ["0123456", "123456", "12345678", "١٢٣٤٥٦٧"] { #expect(CandidateNumber(typed: text) == nil) }
    }
}
