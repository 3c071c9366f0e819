import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("A table of progress", .database)
struct ProgressImportTests {
    let here = TestDatabase.current
    var progress: Domain.Progress { here.registrar.progress }

    private func table(_ text: String) -> TableSource { TableSource(name: "p.csv", octets: Data(text.utf8)) }

    @Test("is planned first, then recorded as planned; what was said before is not said again")
    func imports() async throws {
        let (code, claims) = try await here.seatedCohort(["Ada", "Bo"])
        let instructor = try await here.staff(.instructor)
        let lines = try await progress.show(cohort: code, by: instructor).lines
        let source = table(
            """
            \u{FEFF}State;Candidate;requirement;skill;minutes;date;valid_until;note;shoe size\r
            completed;\(lines[0].candidate.number);skills;A-1;;;;;42\r
            complete;\(claims[0]);skills;A-2;;;;;\r
            complete;p0@\(code.lowercased()).example;skills;B-1;;;;"Well; done";\r
            complete;\(claims[1]);hours;;150;2026-01-05;;;\r
            complete;\(claims[1]);hours;;150;2026-01-06;;;\r
            \r
            waive;\(claims[1]);card;;;;;A physician;\r
            """
        )
        let planned = try await progress.planImport(source, into: code.lowercased(), by: instructor)
        #expect(planned.plan.outcomes.map(\.line) == [2, 3, 4, 5, 6, 8])
        #expect(
            planned.plan.outcomes.map(\.becomes) == [.complete, .complete, .complete, .complete, .complete, .waived]
        )
        #expect(planned.ignoredColumns == ["shoe size"])
        #expect(try await here.standing(of: claims[0], in: code)["skills"]?.done == 0)
        let applied = try await progress.applyImport(source, into: code, hash: planned.plan.hash, by: instructor)
        #expect(applied.plan.hash == planned.plan.hash)
        #expect(try await here.standing(of: claims[0], in: code)["skills"]?.state == .complete)
        #expect(try await here.standing(of: claims[1], in: code)["hours"]?.done == 300)
        let stale = try await refusal {
            _ = try await progress.applyImport(source, into: code, hash: planned.plan.hash, by: instructor)
        }
        #expect(stale?.code == "plan-changed")
        let again = try await progress.planImport(source, into: code, by: instructor)
        #expect(again.plan.outcomes.allSatisfy { $0.effect == .again })
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("every bad cell is listed with its line and column, and nothing is recorded")
    func badRows() async throws {
        let (code, claims) = try await here.seatedCohort(["Ada", "Bo"])
        let (_, strangers) = try await here.seatedCohort(["Cy"])
        let source = table(
            """
            candidate,requirement,state,skill,minutes,date,valid_until,note
            \(claims[0]),reading,complete,,,,,
            \(claims[0]),reading,complete,,,,,
            \(strangers[0]),reading,complete,,,,,
            1234567,reading,complete,,,,,
            nobody@example.org,reading,complete,,,,,
            ,reading,complete,,,,,
            \(claims[1]),reeding,complete,,,,,
            \(claims[1]),reading,done,,,,,
            \(claims[1]),skills,complete,C-9,,,,
            \(claims[1]),hours,complete,,many,,,
            \(claims[1]),hours,complete,,0,,,
            \(claims[1]),hours,complete,,60,2026-02-30,,
            \(claims[1]),card,complete,,,,2020-01-31,
            \(claims[1]),card,waive,,,,,
            \(claims[1]),case,complete,,,,
            \(claims[1]),case,complete,,,,,say "so"
            """
        )
        let refused = try await refusal {
            _ = try await progress.planImport(source, into: code, by: here.staff(.instructor))
        }
        // What the table itself gets wrong is told first, and by itself.
        let first = Set(refused?.problems.map(\.field) ?? [])
        let cells = ["7:1", "9:3", "11:5", "12:5", "13:6", "15:8", "16:1", "17:1"]
        #expect(first == Set(cells.map { "p.csv:\($0)" }), "\(first)")
        let rows = source.octets.split(separator: UInt8(ascii: "\n")).enumerated()
            .filter { ![7, 9, 11, 12, 13, 15, 16, 17].contains($0.offset + 1) }.map {
                String(decoding: $0.element, as: UTF8.self)
            }
        let second = try await refusal {
            _ = try await progress.planImport(
                table(rows.joined(separator: "\n")),
                into: code,
                by: here.staff(.instructor)
            )
        }
        #expect(
            second?.problems.map(\.field) == ["3:1", "4:1", "5:1", "6:1", "7:2", "8:4", "9:7"].map { "p.csv:\($0)" }
        )
        #expect(second?.problems.last?.message.hasPrefix("p.csv:9:7: CPR card: it expired on 2020-01-31") == true)
        #expect(try await here.standing(of: claims[0], in: code)["reading"]?.state == .incomplete)
    }

    @Test("a missing column, an empty file and other encodings are told plainly")
    func strange() async throws {
        let (code, _) = try await here.seatedCohort()
        let instructor = try await here.staff(.instructor)
        for (text, words) in [
            ("candidate,state\n1,complete\n", "The header lacks the column “requirement”."),
            ("candidate,state,state,requirement\n", "The column “state” stands twice in the header."), ("", "is empty"),
        ] {
            let refused = try await refusal {
                _ = try await progress.planImport(table(text), into: code, by: instructor)
            }
            #expect(refused?.message.contains(words) == true, "\(refused as Any)")
        }
        let latin = TableSource(name: "p.csv", octets: Data([0xFF, 0xFE]))
        let refused = try await refusal { _ = try await progress.planImport(latin, into: code, by: instructor) }
        #expect(refused?.message.contains("not UTF-8") == true)
    }

    @Test("a million rows are refused at the first that is too many, bad ones after a hundred")
    func million() async throws {
        let (code, claims) = try await here.seatedCohort()
        let instructor = try await here.staff(.instructor)
        let header = "candidate,requirement,state\n"
        let good = table(header + String(repeating: "\(claims[0]),reading,complete\n", count: 1_000_000))
        let bad = table(header + String(repeating: "a,b\n", count: 1_000_000))
        let many = try await refusal { _ = try await progress.planImport(good, into: code, by: instructor) }
        #expect(many?.problems.map(\.field) == ["p.csv:2002:1"])
        #expect(many?.message.contains("more than 2000 rows; split it") == true)
        let broken = try await refusal { _ = try await progress.planImport(bad, into: code, by: instructor) }
        #expect(broken?.problems.count == 101)
    }
}
