import Domain
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Web

@Suite("Other dates by page", .database)
struct MovePageTests {
    private var database: TestDatabase { .current }

    @Test("the form offers the other dates of the program, and whoever ticks one waits in both queues")
    func wish() async throws {
        let first = try await database.openCohort(capacity: 1)
        let second = try await database.openCohort(capacity: 1)
        _ = try await database.reserve(first, "ada@example.org")
        _ = try await database.reserve(second, "bo@example.org")
        try await Visitor.visiting { visitor in
            let page = try await visitor.get("/cohorts/\(first)")
            #expect(page.text.contains(#"name="also-\#(second)""#))
            #expect(page.text.contains("<details class=\"others\" open>"))
            #expect(!page.text.contains(" checked"))
            let answer = try await visitor.post(
                "/cohorts/\(first)",
                form: ["key": "k", "name": "Cy", "email": "cy@example.org", "also-\(second)": "yes"]
            )
            #expect(answer.status == 303)
            let state = try await visitor.get(try #require(answer.headers[.location]))
            #expect(state.text.contains("You are number 1 in the queue"))
            #expect(state.text.contains("Where you wait"))
            #expect(state.text.matches(of: /<strong>No. 1<\/strong>/).count == 2)
            #expect(state.text.contains("href=\"/cohorts/\(second)\""))
        }
    }

    @Test("a tick stays when something else has to be mended")
    func tickStays() async throws {
        let first = try await database.openCohort()
        let second = try await database.openCohort()
        try await Visitor.visiting { visitor in
            let page = try await visitor.post(
                "/cohorts/\(first)",
                form: ["key": "k", "name": "", "email": "cy@example.org", "also-\(second)": "yes"]
            )
            #expect(page.status == 422)
            #expect(page.text.contains(#"name="also-\#(second)" type="checkbox" value="yes" checked"#))
        }
    }

    @Test("the page of a claim tells what applies today, and the holder moves in one step")
    func move() async throws {
        let first = try await database.openCohort()
        let second = try await database.openCohort()
        let ada = database.link(.act, try await database.reserve(first, "ada@example.org").id)
        try await Visitor.visiting { visitor in
            _ = try await visitor.post("/reservations/\(ada)/confirm")
            let page = try await visitor.get("/reservations/\(ada)")
            #expect(page.text.contains("What applies today"))
            #expect(page.text.contains("/reservations/\(ada)/transfer"))
            let choice = try await visitor.get("/reservations/\(ada)/transfer")
            #expect(choice.text.contains(#"value="\#(second)" checked"#))
            let moved = try await visitor.post("/reservations/\(ada)/transfer", form: ["to": second])
            #expect(moved.status == 303)
            #expect(try await visitor.get("/reservations/\(ada)").text.contains("You moved to \(second)"))
        }
    }

    @Test("a date that was taken meanwhile is said on the same page, and the seat here stays")
    func taken() async throws {
        let first = try await database.openCohort()
        let full = try await database.openCohort(capacity: 1)
        _ = try await database.reserve(full, "bo@example.org")
        let ada = database.link(.act, try await database.reserve(first, "ada@example.org").id)
        try await Visitor.visiting { visitor in
            _ = try await visitor.post("/reservations/\(ada)/confirm")
            let refused = try await visitor.post("/reservations/\(ada)/transfer", form: ["to": full])
            #expect(refused.status == 409)
            #expect(refused.text.contains("<title>Error: Move to another date"))
            #expect(try await visitor.get("/reservations/\(ada)").text.contains("Your seat is confirmed"))
        }
    }

    @Test("a wish that took one seat says so in the queue that it left")
    func served() async throws {
        let first = try await database.openCohort(capacity: 1)
        let second = try await database.openCohort(capacity: 1)
        let ada = database.link(.act, try await database.reserve(first, "ada@example.org").id)
        _ = try await database.reserve(second, "bo@example.org")
        let wish = try await database.wait(first, "cy@example.org", or: [second])
        let (taken, left) = (database.link(.act, wish.waiting[0].id), database.link(.act, wish.waiting[1].id))
        try await Visitor.visiting { visitor in
            _ = try await visitor.post("/reservations/\(ada)/withdraw")
            let offered = try await visitor.get("/reservations/\(taken)")
            #expect(offered.text.contains("Where you also wait"))
            _ = try await visitor.post("/reservations/\(taken)/accept")
            let page = try await visitor.get("/reservations/\(left)")
            #expect(page.text.contains("You took a seat in \(first)"))
            #expect(page.text.contains("All about \(first)"))
            #expect(!page.text.contains("When and where"))
        }
    }

    @Test("who waits sees how often a seat went past, and why, and no one's name")
    func receipt() async throws {
        let cohort = try await database.openCohort(capacity: 1)
        let ada = database.link(.act, try await database.reserve(cohort, "ada@example.org").id)
        let bo = database.link(.act, try await database.reserve(cohort, "bo@example.org").id)
        let cy = database.link(.act, try await database.reserve(cohort, "cy@example.org").id)
        try await Visitor.visiting { visitor in
            _ = try await visitor.post("/reservations/\(ada)/confirm")
            _ = try await visitor.post("/reservations/\(cy)/confirm")
            _ = try await visitor.post("/reservations/\(ada)/withdraw")
            let page = try await visitor.get("/reservations/\(bo)")
            #expect(page.text.contains("<strong>1 ×</strong> because your address was not confirmed yet"))
            #expect(page.text.contains("asked before you"))
            #expect(!page.text.contains("cy@example.org"))
        }
    }
}
