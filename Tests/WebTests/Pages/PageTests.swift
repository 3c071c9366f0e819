import Domain
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Web

@Suite("A seat by page", .database)
struct PageTests {
    private var database: TestDatabase { .current }

    @Test("the list names the issuer first, marks samples, and says what is left")
    func home() async throws {
        let cohort = try await database.openCohort()
        _ = try await database.draftCohort(code: "DRAFT-1")
        _ = try await database.reserve(cohort, "ada@example.org")
        try await Visitor.visiting { visitor in
            let text = try await visitor.get("/").text
            let issuer = try #require(text.range(of: "Medical Exercise Institute</span>"))
            let program = try #require(text.range(of: "Medical Exercise Specialist</a>"))
            #expect(issuer.lowerBound < program.lowerBound)
            #expect(text.contains("Sample program"))
            #expect(text.contains("9 seats left of 10."))
            #expect(text.contains(#"aria-label="1 of 10 seats taken, 9 free""#))
            #expect(!text.contains("DRAFT-1"))
        }
    }

    @Test("the form leads to the state page, and sending it twice makes one row")
    func reserve() async throws {
        let cohort = try await database.openCohort()
        try await Visitor.visiting { visitor in
            let page = try await visitor.get("/cohorts/\(cohort.lowercased())")
            #expect(page.text.contains("Yes, I want updates by e-mail. I can unsubscribe at any time."))
            #expect(!page.text.contains(" checked"))
            let key = try #require(page.text.firstMatch(of: /name="key" value="([^"]+)"/)).1
            let form: KeyValuePairs = [
                "key": String(key), "time_zone": "Europe/Berlin", "name": "新井 花子", "email": "hanako@example.org",
                "subscribe": "yes",
            ]
            let first = try await visitor.post("/cohorts/\(cohort)", form: form)
            let second = try await visitor.post("/cohorts/\(cohort)", form: form)
            #expect(first.status == 303)
            #expect(first.headers[.location] == second.headers[.location])
            let state = try await visitor.get(try #require(first.headers[.location]))
            #expect(state.text.contains("Seat 1 is held for you"))
            #expect(state.text.contains("Berlin time"))
            #expect(!state.text.contains("hanako@example.org"))
            #expect(!state.text.contains("<form"))
            let known = try await visitor.post(
                "/cohorts/\(cohort)",
                form: ["name": "Eve", "email": "hanako@example.org"]
            )
            #expect(known.status == 303)
            #expect(known.headers[.location] == "/cohorts/\(cohort)/asked")
            #expect(try await visitor.get("/cohorts/\(cohort)/asked").text.contains("We have sent you mail"))
        }
        #expect(try await database.brokenInvariants().isEmpty)
    }

    @Test("a form with mistakes comes back with what was typed, each mistake tied to its field")
    func mistakes() async throws {
        let cohort = try await database.openCohort()
        try await Visitor.visiting { visitor in
            let page = try await visitor.post(
                "/cohorts/\(cohort)",
                form: [
                    "key": "k", "name": #"" onfocus="x"#, "email": "ada@", "subscribe": "yes",
                    "time_zone": "Etc/Unknown",
                ]
            )
            #expect(page.status == 422)
            #expect(page.text.contains("<title>Error: "))
            #expect(page.text.contains(##"<a href="#email">The part after the @"##))
            #expect(page.text.contains(#"aria-describedby="email-error email-hint" aria-invalid="true""#))
            #expect(page.text.contains(#"value="&quot; onfocus=&quot;x""#))
            #expect(page.text.contains(#"value="ada@""#))
            #expect(page.text.contains(" checked"))
            #expect(page.text.contains(#"name="key" value="k""#))
        }
    }

    @Test("a key that was used with other words gets a new one")
    func usedKey() async throws {
        let cohort = try await database.openCohort()
        try await Visitor.visiting { visitor in
            _ = try await visitor.post(
                "/cohorts/\(cohort)",
                form: ["key": "k", "name": "Ada", "email": "ada@example.org"]
            )
            let page = try await visitor.post(
                "/cohorts/\(cohort)",
                form: ["key": "k", "name": "Eve", "email": "eve@example.org"]
            )
            #expect(page.status == 422)
            #expect(!page.text.contains(#"name="key" value="k""#))
            #expect(page.text.contains(#"value="eve@example.org""#))
        }
    }

    @Test("the mailed link shows the buttons that make sense, and each leads back to the state")
    func acting() async throws {
        let cohort = try await database.openCohort(capacity: 1)
        let ada = database.link(.act, try await database.reserve(cohort, "ada@example.org").id)
        let grace = database.link(.act, try await database.reserve(cohort, "grace@example.org").id)
        try await Visitor.visiting { visitor in
            func press(_ token: String, _ verb: String) async throws -> Heard {
                let answer = try await visitor.post("/reservations/\(token)/\(verb)")
                #expect(answer.status == 303)
                return try await visitor.get(try #require(answer.headers[.location]))
            }
            #expect(try await visitor.get("/reservations/\(grace)").text.contains("You are number 1 in the queue"))
            #expect(try await press(grace, "confirm").text.contains("offered to the first person waiting"))
            #expect(try await press(ada, "confirm").text.contains("Your seat is confirmed"))
            #expect(try await visitor.get("/reservations/\(ada)/withdraw").text.contains("Give your seat back?"))
            #expect(try await press(ada, "withdraw").text.contains("You gave your place back"))
            #expect(try await visitor.get("/reservations/\(grace)").text.contains("Seat 1 is offered to you"))
            #expect(try await visitor.get("/reservations/\(grace)/decline").text.contains("Decline this offer?"))
            #expect(try await press(grace, "accept").text.contains("Your seat is confirmed"))
            let late = try await visitor.post("/reservations/\(ada)/confirm")
            #expect(late.status == 410)
            #expect(late.text.contains("This seat was given back."))
        }
    }

    @Test("a link that only shows leads nowhere else")
    func showing() async throws {
        let cohort = try await database.openCohort()
        let token = try await database.reserve(cohort, "ada@example.org").showToken
        try await Visitor.visiting { visitor in
            let asked = try await visitor.get("/reservations/\(token)/withdraw")
            #expect(asked.status == 303)
            #expect(asked.headers[.location] == "/reservations/\(token)")
            #expect(try await visitor.post("/reservations/\(token)/withdraw").status == 403)
        }
    }

    @Test("before the institute is known, pages say which command to run")
    func bare() async throws {
        try await Visitor.visiting { visitor in
            let heard = try await visitor.get("/")
            #expect(heard.status == 404)
            #expect(heard.text.contains("registrar institute set"))
        }
    }
}
