import Domain
import Postgres
import TestSupport
import Testing

@Suite("Practical files", .database)
struct PracticalFileTests {
    let here = TestDatabase.current
    var practicals: Practicals { here.registrar.practicals }

    private func problems(_ text: String) -> [String] {
        do {
            _ = try PracticalFile.read([.init(name: "p.yaml", text: text)])
            return []
        } catch {
            return (error as? Refusal)?.problems.map { "\($0.field) \($0.message)" } ?? ["\(error)"]
        }
    }

    @Test("the sample has 12 criteria, says that it is one, and passes at 27 of 45")
    func sample() throws {
        let sample = try PracticalFile.read(Practicals.samples)
        #expect(sample.map(\.code) == ["MES-PRACTICAL"])
        #expect(sample[0].name.hasPrefix("Sample"))
        #expect(sample[0].criteria.count == 12)
        #expect(sample[0].criteria.count { $0.safeFrom != nil } == 4)
        #expect((sample[0].cut, sample[0].maximum) == (27, 45))
    }

    @Test("every problem is told with its line and column, all of them at once")
    func wrong() {
        let text = """
            code: p 1
            name: P
            cut: 0
            criteria:
              - code: A
                name: A
                levels: [one]
              - code: b
                name: B
                levels: [low, low]
                weight: -1
                safe_from: 2
              - code: b
                name: B
                levels: [low, high]
                colour: red
            """
        #expect(
            problems(text) == [
                "p.yaml:1:7 A practical's code is capitals and digits, with single hyphens between.",
                "p.yaml:3:6 cut is a whole number from 1 to 1000000.",
                "p.yaml:5:11 A criterion's code is small letters and digits, with single hyphens between.",
                "p.yaml:7:14 A criterion has 2 to 10 levels, from the lowest up; here are 1.",
                "p.yaml:10:19 The level “low” stands twice in this criterion.",
                "p.yaml:11:13 weight is a whole number from 0 to 1000.",
                "p.yaml:12:16 safe_from is a whole number from 1 to 1.",
                "p.yaml:16:5 The key “colour” is unknown here; known are code, name, levels, weight, safe_from.",
                "p.yaml:13:11 The criterion “b” stands twice; first at p.yaml:8:11.",
            ]
        )
    }

    @Test("a cut above what can be reached is told at the cut")
    func cut() {
        let text = "code: P\nname: P\ncut: 3\ncriteria: [{code: a, name: A, levels: [no, yes], weight: 2}]"
        #expect(problems(text) == ["p.yaml:3:6 A cut of 3 points is not possible; with these criteria it is 1 to 2."])
        #expect(problems("code: P\nname: P\ncriteria: [{code: a, name: A, levels: [no, yes]}]").count == 1)
        #expect(problems("").first?.hasPrefix("p.yaml:1:1 The file is empty") == true)
    }

    @Test("imported as planned: new, the same, replaced while nobody is rated by it, then a new version")
    func imported() async throws {
        let examiner = try await here.staff(.examiner)
        let text = "code: P\nname: P\ncut: 1\ncriteria: [{code: a, name: A, levels: [no, yes]}]"
        func take(_ text: String) async throws -> PlannedPractical {
            let source = [ProgramFile.Source(name: "p.yaml", text: text)]
            let plan = try await practicals.plan(source, by: examiner)
            return try await practicals.apply(source, hash: plan.hash, by: examiner).outcomes[0]
        }
        #expect(try await take(text).change == .new)
        #expect(try await take(text).change == .same)
        #expect(try await take(text.replacing("name: A", with: "name: B")).change == .replaces)
        try await here.force("UPDATE practical SET frozen_at = now()")
        let next = try await take(text)
        #expect((next.change, next.version) == (.newVersion, 2))
        #expect(try await practicals.show(code: "p", by: examiner).file.criteria[0].name == "A")
        let broken = await constraint {
            _ = try await here.service.write { try $0.execute("UPDATE practical SET cut = 2 WHERE version = 1") }
        }
        #expect(broken == "frozen_practical_never_changes")
    }

    @Test("a plan of another file, or of another day, is refused")
    func changed() async throws {
        let examiner = try await here.staff(.examiner)
        let plan = try await practicals.plan(Practicals.samples, by: examiner)
        _ = try await practicals.apply(Practicals.samples, hash: plan.hash, by: examiner)
        let again = try await refusal {
            _ = try await practicals.apply(Practicals.samples, hash: plan.hash, by: examiner)
        }
        #expect(again?.code == "plan-changed")
        let unknown = try await refusal { _ = try await practicals.apply(Practicals.samples, hash: "00", by: examiner) }
        #expect(unknown?.code == "plan-unknown")
    }
}
