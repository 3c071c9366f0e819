import Credentials
import Domain
import HTTPTypes
import NIOCore
import Postgres
import TestSupport
import Testing

@testable import Web

@Suite("A bad body is answered with a sentence that says how to mend it", .database)
struct BadBodyTests {
    private var database: TestDatabase { .current }

    @Test(
        "bodies that cannot be taken",
        arguments: [
            ("{", 400, ""), ("", 400, ""), ("[]", 422, ""), ("\"x\"", 422, ""), ("null", 422, ""),
            (#"{"name": 1, "email": "ada@example.org"}"#, 422, "name"),
            (#"{"name": "Ada", "email": ["ada@example.org"]}"#, 422, "email"),
            (#"{"name": "Ada", "email": "ada@example.org", "subscribe": "yes"}"#, 422, "subscribe"),
            (#"{"name": "Ada", "email": "ada@example.org", "time_zone": 5}"#, 422, "time_zone"),
            (#"{"name": "Ada", "email": "ada@example.org", "time_zone": "Mars/Olympus"}"#, 422, "time_zone"),
            (#"{"name": "Ada", "email": "ada@example.org", "time_zone": "posix/America/New_York"}"#, 422, "time_zone"),
            (#"{"name": "Ada", "email": "ada@example.org", "time_zone": "../../etc/passwd"}"#, 422, "time_zone"),
            (#"{"name": "Ada", "email": "ada@example.org", "time_zone": "America/New_York\u0000"}"#, 422, "time_zone"),
            (#"{"name": "Ada"}"#, 422, "email"), (#"{"email": "ada@example.org"}"#, 422, "name"),
            (#"{"name": "", "email": "ada@example.org"}"#, 422, "name"),
            (#"{"name": " \n ", "email": "ada@example.org"}"#, 422, "name"),
            (#"{"name": "A\u0000da", "email": "ada@example.org"}"#, 422, "name"),
            (#"{"name": "A\nda", "email": "ada@example.org"}"#, 422, "name"),
            (#"{"name": "Ada", "email": "ada@"}"#, 422, "email"),
            (#"{"name": "Ada", "email": "a@b@c.org"}"#, 422, "email"),
            (#"{"name": "Ada", "email": "a\u0007da@example.org"}"#, 422, "email"),
            (#"{"name": "Ada", "email": "a\u0000da@example.org"}"#, 422, "email"),
            (#"{"name": "Ada", "email": ""}"#, 422, "email"),
            (#"{"name": "Ada", "name": "Eve", "email": "ada@example.org"}"#, 400, ""),
        ]
    )
    func body(_ json: String, _ status: Int, _ field: String) async throws {
        let cohort = try await database.openCohort()
        try await Visitor.visiting { visitor in
            let heard = try await visitor.post("/api/v1/cohorts/\(cohort)/reservations", json: json)
            #expect(heard.status == status)
            #expect(heard.detail.hasSuffix(".") || heard.detail.hasSuffix(")"))
            if !field.isEmpty { #expect(heard.fields == [field]) }
        }
        #expect(try await database.registrar.cohorts.page(code: cohort, by: .visitor).cohort.seatsTaken == 0)
    }

    @Test("all problems are told at once")
    func together() async throws {
        let cohort = try await database.openCohort()
        try await Visitor.visiting { visitor in
            let heard = try await visitor.post(
                "/api/v1/cohorts/\(cohort)/reservations",
                json: #"{"name": "", "email": "a@", "time_zone": "x"}"#
            )
            #expect(heard.fields == ["name", "email", "time_zone"])
        }
    }

    @Test("octets that are not UTF-8, and a raw NUL, are malformed")
    func octets() async throws {
        let cohort = try await database.openCohort()
        try await Visitor.visiting { visitor in
            for octet: UInt8 in [0xFF, 0xC3, 0x00] {
                let json = Array(#"{"email": "ada@example.org", "name": "A"#.utf8) + [octet] + Array(#""}"#.utf8)
                let heard = try await visitor.post("/api/v1/cohorts/\(cohort)/reservations", octets: json)
                #expect(heard.status == 400)
                #expect(heard.detail.contains("line 1, column"))
            }
        }
    }

    @Test("addresses and names at their longest are taken, one more is not")
    func lengths() async throws {
        let cohort = try await database.openCohort()
        let host =
            String(repeating: "a", count: 63) + "." + String(repeating: "b", count: 63) + "."
            + String(repeating: "c", count: 58) + ".de"
        let longest = String(repeating: "x", count: 254 - host.utf8.count - 1) + "@" + host
        try await Visitor.visiting { visitor async throws in
            func reserve(_ name: String, _ email: String) async throws -> Heard {
                try await visitor.post(
                    "/api/v1/cohorts/\(cohort)/reservations",
                    json: #"{"name": "\#(name)", "email": "\#(email)"}"#
                )
            }
            #expect(longest.utf8.count == 254)
            #expect(try await reserve("Ada", longest).status == 201)
            #expect(try await reserve("Ada", "x" + longest).status == 422)
            #expect(try await reserve(String(repeating: "я", count: 200), "b@example.org").status == 201)
            #expect(try await reserve(String(repeating: "я", count: 201), "c@example.org").status == 422)
        }
    }

    @Test("a body over 16 kB is too large, by its length or by its octets")
    func size() async throws {
        let cohort = try await database.openCohort()
        try await Visitor.visiting { visitor in
            func post(_ length: Int) async throws -> Heard {
                let start = #"{"name": "Ada", "email": "ada@example.org""#
                let json = start + String(repeating: " ", count: length - start.utf8.count - 1) + "}"
                return try await visitor.post("/api/v1/cohorts/\(cohort)/reservations", json: json)
            }
            #expect(try await post(16_384).status == 201)
            #expect(try await post(16_385).status == 413)
            #expect(try await post(100_000).status == 413)
            let action = try await visitor.ask(
                .post,
                "/api/v1/reservations/x/confirm",
                body: ByteBuffer(repeating: 32, count: 20_000)
            )
            #expect(action.status == 413)
        }
    }

    @Test(
        "only JSON in UTF-8 is taken",
        arguments: [
            ("text/plain", 415), ("", 415), ("application/x-www-form-urlencoded", 415), ("application/jsonp", 415),
            ("application/json; charset=latin1", 415), ("Application/JSON ; charset=UTF-8", 201),
        ]
    )
    func contentType(_ type: String, _ status: Int) async throws {
        let cohort = try await database.openCohort()
        try await Visitor.visiting { visitor in
            let heard = try await visitor.post(
                "/api/v1/cohorts/\(cohort)/reservations",
                json: #"{"name": "Ada", "email": "ada@example.org"}"#,
                [.contentType: type]
            )
            #expect(heard.status == status)
        }
    }
}
