import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Who is entered for a practical, and who is asked to rate", .database)
struct SchedulePracticalTests {
    let here = TestDatabase.current
    var practicals: Practicals { here.registrar.practicals }

    @Test("who is not eligible, has one under way, or passed, is not entered; nor on a day that is over")
    func entering() async throws {
        let (_, claims) = try await here.practicalCohort(["Ada", "Bo"], noShows: 1)
        let office = try await here.staff(.registrar)
        let today = try await here.today()
        func code(_ claim: EnrollmentID, _ day: CalendarDate) async throws -> String? {
            try await refusal { _ = try await practicals.schedule(claim, on: day, by: office) }?.code
        }
        #expect(try await code(claims[1], today) == "not-eligible")
        #expect(try await code(claims[0], CalendarDate(daysSince1970: today.daysSince1970 - 1)) == "day-over")
        try await here.takePractical(claims[0], level: 1)
        let second = try await here.schedulePractical(claims[0])
        #expect(second.number == 2)
        #expect(try await code(claims[0], today) == "try-open")
        for rater in ["maya", "sam"] {
            try await practicals.rate(second.candidate, here.levels(3), by: here.member(rater))
        }
        #expect(try await code(claims[0], today) == "exam-passed")
        let ames = try await here.completedCohort(["Cy"], program: "AMES")
        #expect(try await code(ames.claims[0], here.today()) == "no-practical")
    }

    @Test("only examiners are asked to rate")
    func examiners() async throws {
        let (_, claims) = try await here.practicalCohort()
        let office = try await here.staff(.registrar)
        _ = try await here.member("maya")
        let entered = try await practicals.schedule(claims[0], on: here.today(), by: office)
        let refused = try await refusal {
            _ = try await practicals.assign(["maya", "registrar"], to: entered.candidate, by: office)
        }
        #expect(refused?.code == "no-examiner")
        #expect(
            try await here.registrar.jobs.list(by: .system).filter { $0.kind == RaterLetter.Kind.rate.jobKind }.isEmpty
        )
    }
}
