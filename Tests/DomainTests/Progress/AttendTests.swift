import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Attendance of sessions", .database)
struct AttendTests {
    let here = TestDatabase.current

    @Test("is said of a session that has begun, by candidate; both sessions make the workshop complete")
    func attend() async throws {
        let (code, claims) = try await here.seatedCohort(["Ada", "Bo"])
        let instructor = try await here.staff(.instructor)
        let progress = here.registrar.progress
        let early = try await refusal {
            _ = try await progress.attend(.init(restCame: true), session: 1, of: code, by: instructor)
        }
        #expect(early?.code == "session-to-come")
        try await here.shiftClockBeforeLastSession(of: code)
        let first = try await progress.attend(
            .init(absent: ["\(claims[1])"], restCame: true),
            session: 1,
            of: code,
            by: instructor
        )
        #expect(first.lines.map(\.came) == [true, false])
        #expect(first.lines.map(\.sessions?.done) == [1, 0])
        try await here.shiftClock(by: .seconds(7_200))
        _ = try await progress.attend(.init(restCame: true), session: 2, of: code, by: instructor)
        #expect(try await here.standing(of: claims[0], in: code)["days"]?.state == .complete)
        let second = try #require(try await here.standing(of: claims[1], in: code)["days"])
        #expect(second.state == .incomplete && second.done == 1 && second.needed == 2)
        // Said again, the last word counts.
        _ = try await progress.attend(.init(came: ["\(claims[1])"]), session: 1, of: code, by: instructor)
        #expect(try await here.standing(of: claims[1], in: code)["days"]?.state == .complete)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("who attended by the seat came to every session of which nothing else was said")
    func completed() async throws {
        let (code, claims) = try await here.completedCohort(["Ada", "Bo", "Cy"], noShows: 1)
        let states = try await here.registrar.progress.show(cohort: code, by: .system).lines.map { line in
            line.states.first { $0.kind == .workshopAttendance }?.state
        }
        #expect(states == [.complete, .complete, .failed])
        let progress = here.registrar.progress
        _ = try await progress.attend(
            .init(absent: ["\(claims[1])"]),
            session: 2,
            of: code,
            by: here.staff(.instructor)
        )
        #expect(try await here.standing(of: claims[1], in: code)["workshop-attendance"]?.state == .incomplete)
        let absent = try await refusal {
            try await here.say(
                ProgressEntry(.completed, "red-flags-skills", skills: ["RF-01"]),
                of: claims[2],
                in: code
            )
        }
        #expect(absent?.code == "no-show")
    }

    @Test("everybody unknown or named twice is told, an unknown session too")
    func unknown() async throws {
        let (code, claims) = try await here.seatedCohort()
        try await here.shiftClockBeforeLastSession(of: code)
        let instructor = try await here.staff(.instructor)
        let progress = here.registrar.progress
        let refused = try await refusal {
            let entry = AttendanceEntry(came: ["\(claims[0])", "999", "x@y.example"], absent: ["\(claims[0])"])
            _ = try await progress.attend(entry, session: 1, of: code, by: instructor)
        }
        #expect(refused?.problems.count == 3)
        let nobody = try await refusal { _ = try await progress.attend(.init(), session: 1, of: code, by: instructor) }
        #expect(nobody?.kind == .invalid)
        let session = try await refusal {
            _ = try await progress.attend(.init(restCame: true), session: 3, of: code, by: instructor)
        }
        #expect(session?.code == "session-unknown")
    }
}
