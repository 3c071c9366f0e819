import Postgres
import TestSupport
import Testing

@testable import Domain

/// What the rows of a list themselves say of the consent, and the words they bring.
@Suite("The proof in a list's rows", .database)
struct ListProofTests {
    let here = TestDatabase.current

    private func plan(_ list: ListImport) async throws -> ListPlan {
        if try await here.registrar.programs.list(by: .system).isEmpty { try await here.furnish() }
        return try await here.registrar.subscribers.planImport(list, by: here.staff(.registrar))
    }

    private func apply(_ list: ListImport) async throws -> ListPlan {
        let plan = try await plan(list)
        return try await here.registrar.subscribers.applyImport(list, hash: plan.hash, by: here.staff(.registrar))
    }

    private func export() async throws -> String {
        let file = Written()
        _ = try await here.registrar.subscribers.export(profile: .jsonl, by: .system) { file.append($0) }
        return file.text
    }

    private func line(_ email: String, wording: String, at moment: String = "2026-05-31T10:00:00Z") -> String {
        #"{"email":"\#(email)","source":"met_101","confirmed_at":"\#(moment)","wording":"\#(wording)"}"# + "\n"
    }

    @Test("consent for one purpose never becomes consent for another")
    func purposes() async throws {
        _ = try await apply(.of(line("ada@x.org", wording: "News, please.")))
        let lines = try await export()
        #expect(lines.contains(#""purpose":"updates""#))
        var list = ListImport.of(lines)
        list.purpose = "dates"
        let refused = try await plan(list)
        #expect(refused.badRows == 1 && refused.rows(.new) == 0)
        #expect(
            refused.problems.map(\.message) == [
                "list.csv:1: purpose: The row is of the purpose “updates”, this import of “dates”; see --purpose."
            ]
        )
        // A file that does not say its purpose says it by its words.
        list = .of(line("ada@x.org", wording: "News, please.") + line("bo@x.org", wording: "Dates, please."))
        list.purpose = "dates"
        let plan = try await apply(list)
        #expect(plan.rows(.toConfirm) == 1 && plan.rows(.new) == 1)
        let purposes: [String] = try await here.service.read { connection in
            try connection.all("SELECT purpose FROM consent_wording WHERE NOT is_ours ORDER BY version")
        }
        #expect(purposes == ["updates", "dates"])
    }

    @Test("a time or a wording that cannot be kept costs its row, and no other")
    func rows() async throws {
        let plan = try await apply(
            .of(
                line("a@x.org", wording: "Yes.", at: "2026-02-30T10:00:00Z")
                    + line("b@x.org", wording: "Yes.", at: "2026-05-31T10:00:00+16:00")
                    + line("c@x.org", wording: #"Yes\u0000"#) + line("d@x.org", wording: #"Yes\nplease"#)
                    + line("e@x.org", wording: "Yes, Ada (ada@x.org) agrees.") + line("f@x.org", wording: "Yes.")
            )
        )
        #expect(plan.rows(.new) == 1)
        #expect(plan.problems.map(\.field) == (1...5).map { "list.csv:\($0)" })
        let refusal = await #expect(throws: Refusal.self) {
            _ = try await self.plan(.of("email\na@x.org\n", ConsentProof(wording: .text("Write to ada@x.org."))))
        }
        #expect(refusal?.problems.map(\.field) == ["wording"])
    }

    @Test("a file brings twenty wordings at most; those that are kept already do not count")
    func wordings() async throws {
        let lines = (1...20).map { line("p\($0)@x.org", wording: "Yes, \($0).") }.joined()
        let more = lines + line("q@x.org", wording: "Yes, and more.")
        let refusal = await #expect(throws: Refusal.self) { _ = try await self.plan(.of(more)) }
        #expect(refusal?.message.hasPrefix("list.csv:21: The file brings more than 20 wordings") == true)
        #expect(try await apply(.of(lines)).rows(.new) == 20)
        #expect(try await apply(.of(more)).rows(.new) == 1)
    }

    @Test("people are made in order of address, as reservations make them, and nothing shuts a backup out")
    func locks() async throws {
        let list = ListImport.of("email\nzoe@x.org\nada@x.org\n")
        _ = try await apply(list)
        let people: [String] = try await here.service.read { try $0.all("SELECT email FROM person ORDER BY id") }
        #expect(people == ["ada@x.org", "zoe@x.org"])
        let modes: [String] = try await here.service.write { connection in
            let key = TestDatabase.secrets.addresses
            let review = try connection.review(list, list.examine(), digestedWith: key) { _ in }
            try connection.write(review)
            return try connection.all("SELECT mode FROM pg_locks WHERE relation = 'list_import_row'::regclass")
        }
        #expect(!modes.isEmpty && !modes.contains("AccessExclusiveLock"))
    }
}
