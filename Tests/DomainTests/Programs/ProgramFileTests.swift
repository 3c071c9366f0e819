import Domain
import Testing

@Suite("Program files")
struct ProgramFileTests {
    @Test("the samples that come with the software are whole, and say that they are samples")
    func samples() throws {
        let programs = try ProgramFile.read(try Programs.samples.map { .init(name: $0.file, text: $0.text) })
        #expect(programs.map(\.code).sorted() == ["AMES", "MEPD", "MES", "MET-101", "PRCS", "ROADMAP-90"])
        #expect(programs.filter { !$0.isSample }.map(\.code) == [])
        let mes = try #require(programs.first { $0.code == "MES" })
        #expect(mes.termMonths == 24)
        #expect(mes.modules.count == 9)
    }

    @Test("every problem of every file is told at once, at its line and column")
    func problems() throws {
        let first = """
            code: mes
            name: 90
            sumary: Typing error
            grants: diploma
            term_months: two years
            sample: maybe
            modules:
              - code: intake
                name: Intake
                requirements:
                  - code: intake-skills
                    kind: skill
                    name: Intake
                  - code: intake-skills
                    kind: lesson
              - code: intake
                name: Again
                requirements: []
            """
        let second = """
            code: AMES
            code: AMES
            name: Advanced
            summary: Said
            grants: nothing
            """
        #expect {
            _ = try ProgramFile.read([.init(name: "a.yaml", text: first), .init(name: "b.yaml", text: second)])
        } throws: { error in
            guard let refusal = error as? Refusal, refusal.kind == .invalid else { return false }
            #expect(
                refusal.problems.map(\.field) == [
                    "a.yaml:3:1", "a.yaml:1:7", "a.yaml:2:7", "a.yaml:1:1", "a.yaml:4:9", "a.yaml:5:14", "a.yaml:6:9",
                    "a.yaml:12:15", "a.yaml:14:15", "a.yaml:14:9", "a.yaml:16:11", "a.yaml:18:19",
                    "b.yaml:1:1", "b.yaml:1:1",
                ]
            )
            return true
        }
    }

    @Test("one program described by two files, and a key said twice, are told with both places")
    func duplicates() throws {
        let text = """
            code: MET-101
            name: MET 101
            summary: Tips.
            grants: nothing
            modules:
              - code: a
                name: A
                name: A
                requirements: [{code: a, kind: lesson, name: A}]
            """
        let plain = text.replacing("    name: A\n    name: A\n", with: "    name: A\n")
        #expect {
            _ = try ProgramFile.read([.init(name: "a.yaml", text: text), .init(name: "b.yaml", text: plain)])
        } throws: { error in
            guard let refusal = error as? Refusal else { return false }
            #expect(refusal.problems.map(\.field) == ["a.yaml:7:5", "b.yaml:1:7"])
            return refusal.problems[0].message.contains("“name”") && refusal.problems[1].message.contains("a.yaml:1:7")
        }
    }

    @Test(
        "what is not one YAML mapping is refused at its place",
        arguments: [
            ("", "x.yaml:1:1"), ("- a\n- b", "x.yaml:1:1"), ("code: [", "x.yaml:2:1"),
            ("a: 1\n---\nb: 2", "x.yaml:2:1"),
            ("a: b\n\tc: d", "x.yaml:2:1"), ("a: *b", "x.yaml:1:4"), ("a: \u{7}", "x.yaml:1:4"),
        ]
    )
    func notAProgram(text: String, place: String) {
        #expect {
            _ = try ProgramFile.read([.init(name: "x.yaml", text: text)])
        } throws: {
            ($0 as? Refusal)?.problems.first?.field == place
        }
    }

    @Test("a certification has a term; what grants nothing has none")
    func terms() {
        let text = { (grants: String) in
            """
            code: X
            name: X
            summary: X
            \(grants)
            modules: [{code: a, name: A, requirements: [{code: a, kind: lesson, name: A}]}]
            """
        }
        for grants in ["grants: certification", "grants: nothing\nterm_months: 24"] {
            #expect(throws: Refusal.self) { _ = try ProgramFile.read([.init(name: "x", text: text(grants))]) }
        }
        for grants in ["grants: certification\nterm_months: 24", "grants: attendance"] {
            #expect(throws: Never.self) { _ = try ProgramFile.read([.init(name: "x", text: text(grants))]) }
        }
    }
}
