import Domain
import Postgres
import TestSupport
import Testing

@Suite("What requirements ask for", .database)
struct RequirementDetailTests {
    let here = TestDatabase.current

    private func problems(_ text: String) -> [String] {
        do {
            _ = try ProgramFile.read([.init(name: "x.yaml", text: text)])
            return []
        } catch let refusal as Refusal {
            return refusal.problems.map { "\($0.field.dropFirst(7)) \($0.message)" }
        } catch {
            return ["\(error)"]
        }
    }

    private let head =
        "code: X\nname: X\nsummary: X\ngrants: nothing\nmodules:\n- code: m\n  name: M\n  requirements:\n"

    @Test("the sample checklist has 52 competencies in three tiers over seven areas, and both exams their policy")
    func sample() throws {
        let programs = try ProgramFile.read(try Programs.samples.map { .init(name: $0.file, text: $0.text) })
        let asked = try #require(programs.first { $0.code == "MES" }).modules.flatMap(\.requirements)
        let lists = asked.compactMap { $0.detail?.skills }
        #expect(lists.count == 7 && lists.map(\.count).reduce(0, +) == 52)
        #expect(Set(lists.joined().map(\.tier)) == [1, 2, 3] && Set(lists.joined().map(\.code)).count == 52)
        #expect(lists.allSatisfy { Set($0.map(\.tier)) == [1, 2, 3] })
        let details = Dictionary(uniqueKeysWithValues: asked.map { ($0.code, $0.detail) })
        #expect(details["cpr-card"]??.expires == true)
        #expect(details["written-exam"]??.exam == "MES-WRITTEN")
        #expect(details["practical-exam"]??.practical == "MES-PRACTICAL")
        #expect(details["written-exam"]??.retakes?.waitingDays == [28, 182])
    }

    @Test("comes back from the database as it was read; a change of one skill is told, and only that")
    func stored() async throws {
        let source = TestDatabase.everyKind
        let importing = { (source: ProgramFile.Source) in
            let plan = try await here.registrar.programs.plan([source], by: .system)
            return try await here.registrar.programs.apply([source], hash: plan.hash, by: .system).steps[0]
        }
        #expect(try await importing(source).change == .new)
        #expect(try await importing(source).change == .same)
        let shown = try await here.registrar.programs.show(code: "KINDS", by: .system).program
        #expect(try shown == ProgramFile.read([source])[0])
        let changed = ProgramFile.Source(
            name: source.name,
            text: source.text.replacing("tier: 2, name: Reads a meter", with: "tier: 3, name: Reads a meter")
                .replacing("minutes: 300", with: "minutes: 90")
        )
        #expect(
            try await importing(changed).differences == [
                "requirement hours: observation_hours, Hours in a clinic, in first, 5 h → "
                    + "observation_hours, Hours in a clinic, in first, 90 min",
                "skill skills/A-2: Reads a meter, tier 2 → Reads a meter, tier 3",
            ]
        )
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("a version whose requirements ask for nothing more keeps the digest it had")
    func digest() async throws {
        try await here.furnish()
        let (now, before): (String, String) = try await here.owner.read { connection in
            let id: Int = try connection.one(
                """
                SELECT max(program_version.id)
                FROM program_version
                JOIN program ON program.id = program_version.program_id AND program.code = 'PRCS'
                """
            )
            return (
                try connection.one("SELECT encode(program_version_digest(\(id)), 'hex')"),
                try connection.one(
                    """
                    SELECT encode(sha256(convert_to((
                        jsonb_build_array(
                            version.name, version.summary, version.grants, version.term_months,
                            (
                                SELECT jsonb_agg(jsonb_build_array(position, code, name) ORDER BY position)
                                FROM module
                                WHERE program_version_id = version.id
                            ),
                            (
                                SELECT jsonb_agg(
                                    jsonb_build_array(
                                        module.position, requirement.position, requirement.code, requirement.kind,
                                        requirement.name
                                    )
                                    ORDER BY module.position, requirement.position
                                )
                                FROM requirement
                                JOIN module ON module.id = requirement.module_id
                                WHERE requirement.program_version_id = version.id
                            )
                        ) || jsonb_build_array(version.terms)
                    )::text, 'UTF8')), 'hex')
                    FROM program_version AS version
                    WHERE version.id = \(id)
                    """
                )
            )
        }
        #expect(now == before)
    }

    @Test("what does not fit is told at its line and column")
    func misfits() {
        let skills = problems(
            head + """
                  - code: a
                    kind: skill_sign_off
                    name: A
                    skills:
                    - {code: A-1, tier: 1, name: One}
                    - {code: A-1, tier: 4, name: Two}
                    - {code: a-2, name: Three}
                """
        )
        #expect(
            skills == [
                "14:25 tier is a whole number from 1 to 3.",
                "14:14 The skill code “A-1” is used twice; first at x.yaml:13:14.",
                "15:7 A skill needs the key “tier”: 1, 2 or 3.",
                "15:14 A skill's code is capitals and digits, with single hyphens between: VS-01.",
            ]
        )
        let kinds = problems(
            head + """
                  - {code: a, kind: lesson, name: A, minutes: 5}
                  - {code: b, kind: document, name: B, exam: X}
                  - {code: c, kind: observation_hours, name: C, minutes: 0}
                  - {code: d, kind: document, name: D, expires: soon}
                """
        )
        #expect(
            kinds == [
                "9:47 A lesson has no minutes; take it away, or change the kind.",
                "10:46 A document has no exam; take it away, or change the kind.",
                "11:58 minutes is a whole number from 1 to 100000.",
                "12:49 expires is true or false; here stands “soon”.",
            ]
        )
        let exams = problems(
            head + """
                  - {code: a, kind: written_exam, name: A, exam: x, after: [b, c, a]}
                  - {code: b, kind: lesson, name: B}
                  - {code: d, kind: written_exam, name: D, retakes: {attempts: 3, waiting_days: [28, 14]}}
                  - {code: e, kind: written_exam, name: E, retakes: {attempts: 2, waiting_days: [-1, 7]}}
                  - {code: f, kind: written_exam, name: F, retakes: {waiting_days: [1]}}
                """
        )
        #expect(
            exams == [
                "9:50 An exam's code is capitals and digits, with single hyphens between: MES-WRITTEN.",
                "11:86 Waits never become shorter: after 28 days come as many or more, not 14.",
                "12:86 There is a wait less than there are attempts, which are 2; take this one away.",
                "12:82 A wait is a whole number of days from 0 to 3650.",
                "13:53 The retakes need the key “attempts”, as in `retakes: {attempts: 3, waiting_days: [28, 182]}`.",
                "9:61 The requirement “b” comes no earlier than this one; after names earlier ones.",
                "9:64 There is no requirement “c” in this program.",
                "9:67 The requirement “a” comes no earlier than this one; after names earlier ones.",
            ]
        )
    }
}
