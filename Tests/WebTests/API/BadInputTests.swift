import Credentials
import Domain
import HTTPTypes
import NIOCore
import Postgres
import TestSupport
import Testing

@testable import Web

@Suite("Bad input is answered with a sentence that says how to mend it", .database)
struct BadInputTests {
    private var database: TestDatabase { .current }

    @Test(
        "a wrong method is told which ones there are",
        arguments: [HTTPRequest.Method.put, .delete, .patch, .options, .trace]
    )
    func method(_ method: HTTPRequest.Method) async throws {
        try await Visitor.visiting { visitor in
            let list = try await visitor.ask(method, "/api/v1/cohorts")
            #expect(list.status == 405)
            #expect(list.headers[.allow] == "GET, HEAD")
            #expect(list.code == "method-not-allowed")
            let reservations = try await visitor.ask(method, "/api/v1/cohorts/X/reservations")
            #expect(reservations.headers[.allow] == "POST")
            let page = try await visitor.ask(method, "/")
            #expect(page.status == 405)
            #expect(page.isPage)
        }
    }

    @Test(
        "unknown cohorts, links and paths are not found",
        arguments: ["X", "%00", "%ff", "a%00b", "%zz", "..", "MES-1%27"]
    )
    func unknown(_ text: String) async throws {
        _ = try await database.openCohort()
        try await Visitor.visiting { visitor in
            #expect(try await visitor.get("/api/v1/cohorts/\(text)").status == 404)
            #expect(try await visitor.reserve(text, "ada@example.org").status == 404)
            #expect(try await visitor.get("/api/v1/reservations/\(text)").status == 404)
            #expect(try await visitor.get("/api/v1/\(text)").status == 404)
            for path in ["/cohorts/\(text)", "/reservations/\(text)", "/\(text)", "/assets/\(text)"] {
                let page = try await visitor.get(path)
                #expect(page.status == 404)
                #expect(page.isPage)
            }
        }
    }

    @Test("a key over 200 characters is refused, one of 200 is taken")
    func key() async throws {
        let cohort = try await database.openCohort()
        try await Visitor.visiting { visitor async throws in
            #expect(
                try await visitor.reserve(cohort, "ada@example.org", key: String(repeating: "k", count: 201)).status
                    == 422
            )
            #expect(
                try await visitor.reserve(cohort, "ada@example.org", key: String(repeating: "k", count: 200)).status
                    == 201
            )
        }
    }

    @Test("closed, not yet open, over and cancelled cohorts each have their own words")
    func registration() async throws {
        func cohort(_ change: SQL) async throws -> String {
            let code = try await database.openCohort()
            try await database.force("UPDATE cohort SET \(change) WHERE code = \(code)")
            return code
        }
        let day = Duration.seconds(86_400)
        let cases = try await [
            (cohort("state = 'closed'"), 409, "cohort-closed"),
            (cohort("state = 'cancelled'"), 410, "cohort-cancelled"),
            (cohort("registration_opens_at = registrar_clock() + \(Interval(day))"), 409, "cohort-not-yet-open"),
            (
                cohort(
                    "registration_opens_at = registrar_clock() - \(Interval(day)), registration_closes_at = registrar_clock()"
                ),
                409, "registration-over"
            ),
            (database.draftCohort(), 404, "cohort-unknown"),
        ]
        try await Visitor.visiting { visitor in
            for (code, status, word) in cases {
                let heard = try await visitor.reserve(code, "ada@example.org")
                #expect(heard.status == status)
                #expect(heard.code == word)
                #expect(try heard.json["type"]?.text == "urn:registrar:problem:\(word)")
                let page = try await visitor.post(
                    "/cohorts/\(code)",
                    form: ["name": "Ada", "email": "ada@example.org"]
                )
                #expect(page.status == status)
                #expect(page.isPage)
            }
        }
    }

    @Test("a sixth unconfirmed row from one client is too many; another client, and a direct local one, go on")
    func tooMany() async throws {
        let cohort = try await database.openCohort()
        try await Visitor.visiting { visitor in
            for number in 1...5 {
                let heard = try await visitor.from("203.0.113.9").reserve(cohort, "p\(number)@example.org")
                #expect(heard.status == 201)
            }
            let sixth = try await visitor.from("203.0.113.9").reserve(cohort, "p6@example.org")
            #expect(sixth.status == 429)
            #expect(sixth.code == "too-many-unconfirmed")
            let page = try await visitor.from("203.0.113.9").post(
                "/cohorts/\(cohort)",
                form: ["name": "P", "email": "p6@example.org"]
            )
            #expect(page.status == 429)
            #expect(page.text.contains("value=\"p6@example.org\""))
            #expect(try await visitor.from("203.0.113.10").reserve(cohort, "p6@example.org").status == 201)
            #expect(try await visitor.reserve(cohort, "p7@example.org").status == 201)
        }
    }

    @Test("a link of an older generation says so; a used one still shows its state")
    func links() async throws {
        let cohort = try await database.openCohort()
        try await Visitor.visiting { visitor in
            let heard = try await visitor.reserve(cohort, "ada@example.org")
            let token = try database.acting(heard)
            try await database.force("UPDATE enrollment SET link_generation = 2")
            let old = try await visitor.get("/api/v1/reservations/\(token)")
            #expect(old.status == 410)
            #expect(old.code == "link-replaced")
            let mistyped = try await visitor.get("/api/v1/reservations/\(token.dropLast())x")
            #expect(mistyped.status == 404)
            #expect(try await visitor.get("/reservations/\(token)").status == 410)
        }
    }
}
