import Domain
import TestSupport
import Testing

@Suite("Certificate templates", .database)
struct CertificateTemplateTests {
    private func file(_ template: String, code: String = "CALM") -> [ProgramFile.Source] {
        let text = """
            code: \(code)
            name: Calm
            summary: Quiet training.
            grants: attendance
            certificate:
            \(template.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
            modules:
              - code: basics
                name: Basics
                requirements:
                  - {code: reading, kind: lesson, name: Reading}
            """
        return [.init(name: "calm.yaml", text: text)]
    }

    @Test("what is left out stands as usual; the rest is taken as written")
    func read() throws {
        let template = try #require(
            ProgramFile.read(
                file(
                    """
                    paper: a4
                    language: vi
                    before: []
                    labels: {issued: Ngày cấp}
                    signatories:
                      - {name: Ada Lovelace, role: Director}
                    accent: "#123456"
                    """
                )
            )
            .first?.certificate
        )
        #expect(template.paper == .a4 && template.language == "vi" && template.accent == "#123456")
        #expect(template.before == [] && template.after == CertificateTemplate.usual.after)
        #expect(template.labels.issued == "Ngày cấp" && template.labels.validUntil == "Valid until")
        #expect(template.signatories.map(\.name) == ["Ada Lovelace"])
        #expect(template.signatories.map(\.role) == ["Director"])
    }

    @Test("every problem is told at its line and column")
    func problems() throws {
        let bad = """
            paper: legal
            colour: red
            before: This certifies that
            after: [1, ""]
            accent: blue
            language: no language
            signatories: [{name: A, role: B}, {name: C, role: D}, {name: E, role: F}, {name: G, role: H}]
            """
        #expect {
            _ = try ProgramFile.read(file(bad))
        } throws: { error in
            (error as? Refusal)?.problems.map(\.field).sorted() == [
                "calm.yaml:10:11", "calm.yaml:11:13", "calm.yaml:12:77", "calm.yaml:6:10", "calm.yaml:7:3",
                "calm.yaml:8:11", "calm.yaml:9:14",
            ]
        }
    }

    @Test("a changed template is a change of the program, told in the plan, and read back as it was written")
    func imported() async throws {
        let programs = TestDatabase.current.registrar.programs
        for (template, change) in [
            ("heading: Certificate", ProgramPlan.Step.Change.new), ("heading: Certificate", .same),
            ("heading: Diploma", .replaces),
        ] {
            let plan = try await programs.plan(file(template), by: .system)
            #expect(plan.steps.map(\.change) == [change])
            _ = try await programs.apply(file(template), hash: plan.hash, by: .system)
        }
        let plan = try await programs.plan(file("heading: Certificate"), by: .system)
        #expect(plan.steps.first?.differences.first?.contains("“Diploma”") == true)
        let stored = try await programs.show(code: "CALM", by: .system).program
        #expect(stored.certificate?.heading == "Diploma")
        #expect(try await TestDatabase.current.brokenInvariants() == [])
    }
}
