import Domain
import TestSupport
import Testing

@Suite("Programs", .database)
struct ProgramTests {
    let here = TestDatabase.current
    var programs: Programs { here.registrar.programs }

    private func file(
        _ name: String = "Tips",
        module: String = "Basics",
        code: String = "TIPS"
    ) -> [ProgramFile.Source] {
        let text = """
            code: \(code)
            name: \(name)
            summary: Tips for trainers.
            grants: nothing
            modules:
              - code: basics
                name: \(module)
                requirements:
                  - {code: reading, kind: lesson, name: Reading}
            """
        return [.init(name: "\(code).yaml", text: text)]
    }

    private func importing(_ files: [ProgramFile.Source]) async throws -> [ProgramPlan.Step] {
        let plan = try await programs.plan(files, by: .system)
        return try await programs.apply(files, hash: plan.hash, by: .system).steps
    }

    /// A cohort that opens under the newest version of TIPS.
    private func openTips() async throws {
        var draft = here.draft(code: "TIPS-\(here.nextNumber())")
        draft.program = "TIPS"
        _ = try await here.registrar.cohorts.create(draft, by: .system)
        _ = try await here.registrar.cohorts.open(code: draft.code, by: .system)
    }

    @Test("a new program comes in as version 1, and is the same afterwards")
    func new() async throws {
        #expect(try await importing(file()).map(\.change) == [.new])
        #expect(try await importing(file()).map(\.change) == [.same])
        let shown = try await programs.show(code: "tips", by: .system)
        #expect(try shown.program == ProgramFile.read(file())[0])
        #expect(shown.summary.versionNumber == 1)
        #expect(shown.summary.frozenAt == nil)
    }

    @Test("before a cohort opened a version is replaced in place; afterwards it stays and another begins")
    func versions() async throws {
        _ = try await importing(file())
        let replaced = try await importing(file(module: "First things"))
        #expect(replaced.map(\.change) == [.replaces])
        #expect(replaced[0].versionNumber == 1)
        #expect(replaced[0].differences == ["module basics: Basics → First things"])
        try await openTips()
        #expect(try await importing(file(module: "First things")).map(\.change) == [.same])
        let next = try await importing(file("Tips and tricks", module: "First things"))
        #expect(next.map(\.change) == [.newVersion])
        #expect(next[0].versionNumber == 2)
        #expect(next[0].differences == ["name: Tips → Tips and tricks"])
        let summary = try #require(try await programs.list(by: .system).first)
        #expect((summary.versionNumber, summary.name, summary.cohorts) == (2, "Tips and tricks", 1))
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("a plan that no longer holds is refused and says what would happen now; nothing is imported")
    func planChanged() async throws {
        _ = try await importing(file())
        let change = file("Tricks") + file(code: "OTHER")
        let plan = try await programs.plan(change, by: .system)
        #expect(plan.steps.map(\.change) == [.replaces, .new])
        try await openTips()
        await #expect {
            _ = try await programs.apply(change, hash: plan.hash, by: .system)
        } throws: {
            guard let refusal = $0 as? Refusal else { return false }
            return refusal.code == "plan-changed" && refusal.message.contains("TIPS would become version 2")
        }
        #expect(try await programs.list(by: .system).map(\.code) == ["TIPS"])
        // The clock is no part of a plan: the same outcome has the same hash.
        let again = try await programs.plan(change, by: .system)
        try await here.shiftClock(by: .seconds(86_400))
        #expect(try await programs.plan(change, by: .system).hash == again.hash)
        #expect(
            try await programs.apply(change, hash: again.hash, by: .system).steps.map(\.change) == [.newVersion, .new]
        )
    }

    @Test("a plan changes nothing, and a wrong hash imports nothing")
    func planOnly() async throws {
        _ = try await programs.plan(file(), by: .system)
        await #expect(throws: Refusal.self) { _ = try await programs.apply(file(), hash: "0", by: .system) }
        #expect(try await programs.list(by: .system).isEmpty)
    }

    @Test("the same plan applied twice at once is imported once")
    func race() async throws {
        let files = file()
        let plan = try await programs.plan(files, by: .system)
        let programs = programs
        async let first = try? programs.apply(files, hash: plan.hash, by: .system)
        async let second = try? programs.apply(files, hash: plan.hash, by: .system)
        let done = await [first, second].compactMap { $0 }
        #expect(done.count == 1)
    }

    @Test("each program that changed leaves an entry, one that stayed the same none")
    func audited() async throws {
        _ = try await importing(file())
        _ = try await importing(file() + file(code: "OTHER"))
        let entries = try await here.registrar.audit.tail(by: .system)
        #expect(entries.map(\.verb) == ["program.import", "program.import"])
        guard case .kept(let details) = entries[0].details else { throw Unexpected() }
        #expect(details["code"] == "OTHER")
        #expect(details["change"] == "new")
    }

    @Test("the samples import whole, and again without a change")
    func samples() async throws {
        try await here.furnish()
        let samples = try Programs.samples.map { ProgramFile.Source(name: $0.file, text: $0.text) }
        #expect(try await importing(samples).allSatisfy { $0.change == .same })
        #expect(try await programs.list(by: .system).count == 6)
        await #expect(throws: Refusal.self) { _ = try await programs.show(code: "NONE", by: .system) }
    }
}
