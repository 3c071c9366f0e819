import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Answers on paper", .database)
struct PaperTests {
    let here = TestDatabase.current
    let asked = TestDatabase.requirement
    var attempts: Attempts { here.registrar.attempts }

    private func people(_ names: [String]) async throws -> [(examinee: Examinee, number: CandidateNumber)] {
        try await here.importExam()
        var people: [(Examinee, CandidateNumber)] = []
        for examinee in try await here.examinees(names) {
            people.append((examinee, try await attempts.entrance(link: examinee.link, requirement: asked).candidate))
        }
        return people
    }

    private func request(_ text: String, day: CalendarDate? = nil) async throws -> PaperRequest {
        let today: CalendarDate = try await here.service.read {
            try $0.one("SELECT (registrar_clock() AT TIME ZONE 'America/New_York')::date")
        }
        return PaperRequest(.init(name: "a.csv", octets: Data(text.utf8)), exam: "mini", form: "a", day: day ?? today)
    }

    private func problems(_ text: String) async throws -> [String] {
        let request = try await request(text)
        let refused = try await refusal { _ = try await attempts.planPaper(request, by: here.staff(.examiner)) }
        return refused?.problems.map(\.message) ?? []
    }

    @Test("sheets are planned, then recorded and scored; blanks, small letters, codes and positions all will do")
    func whole() async throws {
        let people = try await people(["Ada", "Bo"])
        let text = "candidate,I-2,1,3,4,5\n\(people[0].number),b,A,C,D,A\n\(people[1].number),,D,,, \n"
        let request = try await request(text)
        let examiner = try await here.staff(.examiner)
        let plan = try await attempts.planPaper(request, by: examiner)
        #expect(plan.plan.outcomes.map(\.answered) == [5, 1])
        #expect(plan.plan.outcomes.map(\.blank) == [0, 4])
        let before: Int = try await here.service.read { try $0.one("SELECT count(*) FROM attempt") }
        #expect(before == 0)
        _ = try await attempts.applyPaper(request, hash: plan.plan.hash, by: examiner)
        let scores: [Int] = try await here.service.read { try $0.all("SELECT raw FROM score ORDER BY attempt_id") }
        #expect(scores == [5, 0])
        let ended: [String] = try await here.service.read {
            try $0.all("SELECT kind || ' ' || finish FROM attempt ORDER BY id")
        }
        #expect(ended == ["paper scanned", "paper scanned"])
        let again = try await refusal { _ = try await attempts.applyPaper(request, hash: plan.plan.hash, by: examiner) }
        #expect(again?.kind == .invalid)
        #expect(again?.message.contains("passed already") == true)
        let entry = try #require(try await here.registrar.audit.tail(by: .system).first)
        #expect(entry.verb == "exam.paper")
    }

    @Test("BOM, CRLF, semicolons, tabs and rows of nothing are read as they are meant", arguments: [",", ";", "\t"])
    func forms(_ mark: String) async throws {
        let people = try await people(["Ada"])
        let lines = ["candidate,1,2,3,4,5", "\(people[0].number),A,B,,D,\"A\"", ",,,,,", ""]
        let text = "\u{FEFF}" + lines.joined(separator: "\r\n").replacing(",", with: mark)
        let plan = try await attempts.planPaper(try await request(text), by: here.staff(.examiner))
        #expect(plan.plan.outcomes.map(\.answered) == [4])
    }

    @Test("a plan of other answers no longer holds")
    func changed() async throws {
        let people = try await people(["Ada"])
        let examiner = try await here.staff(.examiner)
        let plan = try await attempts.planPaper(
            try await request("candidate,1,2,3,4,5\n\(people[0].number),A,A,A,A,A\n"),
            by: examiner
        )
        let other = try await request("candidate,1,2,3,4,5\n\(people[0].number),A,A,A,A,B\n")
        let refused = try await refusal { _ = try await attempts.applyPaper(other, hash: plan.plan.hash, by: examiner) }
        #expect(refused?.code == "plan-changed")
        let rows: Int = try await here.service.read { try $0.one("SELECT count(*) FROM attempt") }
        #expect(rows == 0)
    }

    @Test(
        "unknown and doubled candidates, answers outside the options, rows too short: each at line and column, none recorded"
    )
    func faults() async throws {
        let people = try await people(["Ada"])
        let ada = people[0].number
        let text = """
            candidate,1,2,3,4,5
            \(ada),A,B,E,AB,?
            \(ada),A,B,C,D,A
            \(ada),A,B,C,D,A
            12,A,B,C,D,A
            \(ada),A
            "\(ada),A,B,C,D,A
            """
        let found = try await problems(text)
        for part in [
            "a.csv:2:4: The answer to item 3 (I-3) is none of its options A to D",
            "a.csv:2:5: The answer to item 4", "a.csv:2:6: The answer to item 5",
            "a.csv:4:1: The candidate \(ada) stands in line 3 already.",
            "a.csv:5:1: A candidate number has seven digits.",
            "a.csv:6:1: The header has 6 columns, this row 2.", "a.csv:7:1: The quotation mark that opens here",
        ] {
            #expect(found.contains { $0.hasPrefix(part) }, "\(part) in \(found)")
        }
        let stranger = try await problems(
            "candidate,1,2,3,4,5\n\(ada == .init(rawValue: 1_000_000) ? 1_000_001 : 1_000_000),A,B,C,D,A\n"
        )
        #expect(stranger.first?.contains("a.csv:2:1: candidate 100000") == true)
        #expect(stranger.first?.contains("Nobody has the candidate number") == true)
    }

    @Test(
        "a header without a column, with one twice, and a file that is empty",
        arguments: [
            ("candidate,1,2,3,4\n", "a.csv:1:1: The header lacks a column for item 5 (I-5)."),
            ("1,2,3,4,5\n", "a.csv:1:1: The header lacks the column “candidate”."),
            ("candidate,1,2,3,4,5,I-5\n", "a.csv:1:7: The item 5 (I-5) has a second column here."),
            ("candidate,candidate,1,2,3,4,5\n", "a.csv:1:2: The column “candidate” stands twice."),
            ("", "a.csv:1:1: The file is empty"),
            ("candidate,1,2,3,4,5\n", "a.csv:2:1: Below the header there is no sheet."),
        ]
    )
    func headers(_ text: String, _ words: String) async throws {
        _ = try await here.importExam()
        let found = try await problems(text)
        #expect(found.contains { $0.hasPrefix(words) }, "\(found)")
    }

    @Test("a million rows are refused before they are read, two thousand and one as soon as they are met")
    func large() async throws {
        try await here.importExam()
        let header = "candidate,1,2,3,4,5\n"
        let million = header + String(repeating: "1234567,A,B,C,D,A\n", count: 1_000_000)
        #expect(try await problems(million).first?.contains("larger than 4 MiB") == true)
        let many = header + (0...2_000).map { "\(1_000_000 + $0),A,B,C,D,A\n" }.joined()
        #expect(try await problems(many) == ["a.csv:2002:1: The file has more than 2000 rows; split it."])
    }

    @Test("a day to come, a form that is none, and a candidate whose sitting is open")
    func notNow() async throws {
        let people = try await people(["Ada"])
        let text = "candidate,1,2,3,4,5\n\(people[0].number),A,B,C,D,A\n"
        let examiner = try await here.staff(.examiner)
        let later = try await request(text, day: CalendarDate(year: 2999, month: 1, day: 1))
        #expect(
            try await refusal { _ = try await attempts.planPaper(later, by: examiner) }?.message.contains(
                "still to come"
            ) == true
        )
        let other = PaperRequest(later.source, exam: "MINI", form: "B", day: later.day)
        #expect(try await refusal { _ = try await attempts.planPaper(other, by: examiner) }?.code == "form-unknown")
        _ = try await attempts.begin(link: people[0].examinee.link, requirement: asked)
        #expect(try await problems(text).first?.contains("is not over yet") == true)
    }

    @Test("answers dated before the candidate had a seat: refused at their line, and nothing is recorded")
    func beforeTheSeat() async throws {
        let people = try await people(["Ada", "Bo"])
        let text = "candidate,1,2,3,4,5\n" + people.map { "\($0.number),A,B,C,D,A\n" }.joined()
        let seated: CalendarDate = try await here.service.read {
            try $0.one(
                """
                SELECT min(reserved_at AT TIME ZONE 'America/New_York')::date
                FROM enrollment
                WHERE id = ANY(\(people.map(\.examinee.claim)))
                """
            )
        }
        let before = CalendarDate(daysSince1970: seated.daysSince1970 - 1)
        let early = try await request(text, day: before)
        let refused = try await refusal { _ = try await attempts.planPaper(early, by: here.staff(.examiner)) }
        #expect(refused?.problems.count == 2)
        for (line, problem) in (refused?.problems ?? []).enumerated() {
            #expect(problem.message.hasPrefix("a.csv:\(line + 2):1: candidate "))
            #expect(problem.message.contains("On \(before) they had no seat yet"))
        }
        let rows: Int = try await here.service.read { try $0.one("SELECT count(*) FROM attempt") }
        #expect(rows == 0)
        let fine = try await request(text, day: CalendarDate(daysSince1970: seated.daysSince1970 + 1))
        #expect(try await attempts.planPaper(fine, by: here.staff(.examiner)).plan.outcomes.count == 2)
    }
}
