import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Completing", .database)
struct CompleteTests {
    let here = TestDatabase.current
    var cohorts: Cohorts { here.registrar.cohorts }

    @Test("each confirmed seat becomes attended or no-show, and a hold that nobody confirmed lapses")
    func completes() async throws {
        let (code, seated) = try await heldCohort()
        let said = Attendance(noShow: [seated[1].rawValue], restAttended: true)
        let plan = try await cohorts.planComplete(code: code, said, by: .system)
        #expect(plan.fates == [.attended, .noShow, .attended, .lapses])
        #expect(try await here.states(in: code) == ["confirmed", "confirmed", "confirmed", "held"])
        let done = try await cohorts.complete(code: code, said, hash: plan.hash, by: .system)
        #expect(done.cohort.state == .completed)
        #expect(try await here.states(in: code) == ["attended", "no_show", "attended", "lapsed"])
        #expect(try await cohorts.complete(code: code, said, hash: plan.hash, by: .system).fates == plan.fates)
        #expect(try await here.registrar.audit.tail(verb: "cohort.complete", by: .system).count == 1)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("a sheet by enrollment or by address says the same; blanks, capitals, quotes and line ends do not matter")
    func sheets() async throws {
        let (code, seated) = try await heldCohort()
        let byNumber = "enrollment,attended\n\(seated[0]),yes\n\(seated[1]),no\n\(seated[2]),TRUE\n"
        let byAddress =
            "\u{FEFF}Attended,E-Mail\r\n1,\" Ada@example.org \"\r\n\r\nno_show,bo@example.org\r\n\"attended\",cy@example.org"
        var hashes: Set<String> = []
        for text in [byNumber, byAddress] {
            let said = try read(text)
            let plan = try await cohorts.planComplete(code: code, said, by: .system)
            #expect(plan.fates == [.attended, .noShow, .attended, .lapses])
            hashes.insert(plan.hash)
        }
        #expect(hashes.count == 1)
    }

    @Test("everyone unknown, named twice or missing is listed, and nothing is done")
    func listed() async throws {
        let (code, seated) = try await heldCohort()
        let text = """
            enrollment,attended
            \(seated[0]),yes
            999999,yes
            nobody@example.org,no
            ada@example.org,no
            """
        let said = try read(text)
        let refused = try await refusal { _ = try await cohorts.planComplete(code: code, said, by: .system) }
        #expect(refused?.code == "invalid")
        #expect(
            refused?.problems.map(\.field) == ["sheet.csv:3", "sheet.csv:4", "sheet.csv:5", "missing", "missing"]
        )
        #expect(refused?.message.contains("“999999” has no confirmed seat in \(code)") == true)
        #expect(refused?.message.contains("“ada@example.org” (enrollment \(seated[0]), Ada) is named twice") == true)
        #expect(refused?.message.contains("Say whether enrollment \(seated[2]), Cy came") == true)
        let flags = Attendance(attended: seated.map(\.rawValue), noShow: [seated[0].rawValue])
        #expect(
            try await refusal { _ = try await cohorts.planComplete(code: code, flags, by: .system) }?.problems.count
                == 1
        )
        #expect(try await cohorts.page(code: code, by: .system).cohort.state == .closed)
    }

    @Test(
        "a sheet that cannot be read is refused with every line named",
        arguments: [
            ("", [1]), ("who,attended\n1,yes", [1]), ("enrollment,attended,attended\n", [1]),
            ("enrollment,attended\n1,maybe\n2\n,yes\n3,no", [3, 2, 4]),
            ("enrollment,attended\n\"a\nb\",x\n\n5,", [2, 5]), ("enrollment,attended\n1,\"yes", [2]),
        ]
    )
    func unreadable(text: String, lines: [Int]) {
        let refused = #expect(throws: Refusal.self) { try read(text) }
        #expect(refused?.problems.map(\.field) == lines.map { "sheet.csv:\($0)" })
    }

    private func read(_ text: String) throws -> Attendance {
        try Attendance.read(TableSource(name: "sheet.csv", octets: Data(text.utf8)))
    }

    @Test("an open cohort, a draft, a cancelled one, and one whose last session has not begun cannot be completed")
    func tooEarly() async throws {
        let all = Attendance(restAttended: true)
        func code(of act: @escaping () async throws -> Void) async throws -> String? { try await refusal(act)?.code }
        let open = try await here.openCohort(daysAhead: 2)
        let draft = try await here.draftCohort()
        let cancelled = try await here.openCohort()
        try await cohorts.cancel(cancelled)
        for (cohort, expected) in [
            (open, "cohort-not-closed"), (draft, "cohort-not-closed"), (cancelled, "cohort-cancelled"),
        ] {
            #expect(
                try await code { _ = try await cohorts.planComplete(code: cohort, all, by: .system) } == expected
            )
        }
        try await cohorts.close(open)
        try await here.shiftClockBeforeLastSession(of: open)
        #expect(
            try await code { _ = try await cohorts.planComplete(code: open, all, by: .system) } == "cohort-not-held"
        )
        try await here.shiftClock(by: .seconds(3600))
        #expect(try await cohorts.planComplete(code: open, all, by: .system).fates.isEmpty)
    }

    /// A closed cohort after its last session: Ada, Bo and Cy confirmed, a hold that stood too long.
    private func heldCohort() async throws -> (code: String, seated: [EnrollmentID]) {
        let code = try await here.openCohort(daysAhead: 2)
        var seated: [EnrollmentID] = []
        for name in ["Ada", "Bo", "Cy"] {
            seated.append(try await here.arrive(code, "\(name.lowercased())@example.org", name: name))
        }
        _ = try await here.reserve(code, "dee@example.org")
        try await cohorts.close(code)
        try await here.force(
            "UPDATE enrollment SET expires_at = expires_at + interval '30 days' WHERE state = 'held'"
        )
        try await here.shiftClock(by: .seconds(4 * 86_400))
        return (code, seated)
    }
}
