import Credentials
import Domain
import TestSupport
import Testing

@testable import Web

@Suite("Cohorts by JSON", .database)
struct CohortListTests {
    private var database: TestDatabase { .current }

    @Test("the list goes page by page and keeps drafts to itself")
    func pages() async throws {
        let codes = try await [
            database.openCohort(daysAhead: 30), database.openCohort(daysAhead: 40), database.openCohort(daysAhead: 50),
        ]
        let draft = try await database.draftCohort()
        try await Visitor.visiting { visitor in
            let first = try await visitor.get("/api/v1/cohorts?limit=2").json
            #expect(first["items"]?.elements.compactMap { $0["code"]?.text } == Array(codes.prefix(2)))
            let next = try #require(first["next"]?.text)
            let second = try await visitor.get("/api/v1/cohorts?limit=2&after=\(next)&state=open").json
            #expect(second["items"]?.elements.compactMap { $0["code"]?.text } == [codes[2]])
            #expect(second["next"] == .null)
            #expect(try await visitor.get("/api/v1/cohorts/\(draft)").status == 404)
        }
    }

    @Test("one cohort shows its sessions, and not the link to them")
    func detail() async throws {
        let cohort = try await database.openCohort()
        try await Visitor.visiting { visitor in
            let json = try await visitor.get("/api/v1/cohorts/\(cohort.lowercased())").json
            #expect(json["code"]?.text == cohort)
            #expect(json["seats_free"] == 10)
            #expect(json["sessions"]?.elements.count == 2)
            #expect(json["sessions"]?.elements.first?["online_url"] == nil)
        }
    }

    @Test("a cursor that no page gave out leads nowhere", arguments: ["x", "", "MQ"])
    func strayed(_ cursor: String) async throws {
        try await Visitor.visiting { visitor in
            let heard = try await visitor.get("/api/v1/cohorts?after=\(cursor)")
            #expect(heard.status == 404)
            #expect(heard.code == "cursor-unknown")
        }
    }

    @Test(
        "what cannot be asked is refused with its reason",
        arguments: [
            "limit=0", "limit=201", "limit=x", "state=draft", "state=OPEN", "after=%FF", "limit=1&limit=2",
            "after=%zz",
        ]
    )
    func refused(_ query: String) async throws {
        try await Visitor.visiting { visitor in
            let heard = try await visitor.get("/api/v1/cohorts?\(query)")
            #expect([400, 422].contains(heard.status))
            #expect(!heard.detail.isEmpty)
        }
    }
}
