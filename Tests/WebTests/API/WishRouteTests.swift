import Credentials
import Domain
import HTTPTypes
import Postgres
import TestSupport
import Testing

@testable import Web

@Suite("One wish, several cohorts, by JSON", .database)
struct WishRouteTests {
    private var database: TestDatabase { .current }

    @Test("the first with a seat free is held; where none is, the answer lists every place, and again for the same key")
    func wish() async throws {
        let (a, _) = try await database.fullCohort()
        let (b, _) = try await database.fullCohort()
        let free = try await database.openCohort()
        try await Visitor.visiting { visitor in
            let held = try await visitor.wish([a, free, b], asking: b, "held@example.org")
            #expect(held.status == 201)
            #expect(try held.json["cohort"]?.text == free)
            #expect(try held.json["waiting"] == nil)

            for status in [201, 200] {
                let heard = try await visitor.wish([b, a], asking: a, "ada@example.org", key: "k")
                #expect(heard.status == status)
                #expect(try heard.json["cohort"]?.text == b)
                #expect(try heard.json["position"] == 1)
                #expect(
                    try heard.json["waiting"]
                        == [["cohort": .string(b), "position": 1], ["cohort": .string(a), "position": 1]]
                )
            }
            let other = try await visitor.wish([a, b], asking: a, "ada@example.org", key: "k")
            #expect((other.status, other.code) == (422, "key-reused"))
            let known = try await visitor.wish([a, b], asking: a, "ada@example.org")
            #expect(known.status == 200)
            #expect(try known.json["state"] == "known")
        }
    }

    @Test("a state shows where else the wish waits")
    func state() async throws {
        let (a, _) = try await database.fullCohort()
        let (b, _) = try await database.fullCohort()
        try await Visitor.visiting { visitor in
            let heard = try await visitor.wish([a, b], asking: a, "ada@example.org")
            let link = try #require(try heard.json["links"]?["self"]?.text)
            let status = try await visitor.get(String(link.dropFirst("https://registrar.example".count)))
            #expect(try status.json["waiting_elsewhere"] == [["cohort": .string(b), "position": 1]])
            #expect(try status.json["offer_open_in"] == .null)
        }
    }

    @Test("what is no list of cohorts of one program is refused, with words that say how to mend it")
    func refused() async throws {
        let (a, _) = try await database.fullCohort()
        let closed = try await database.openCohort()
        try await database.force("UPDATE cohort SET state = 'closed' WHERE code = \(closed)")
        let other = try await database.openCohort(program: "PRCS")
        let cases: [(String, Int, String)] = [
            (#""\#(a)""#, 422, "list"), ("[1]", 422, "string"), (#"["A\u0000"]"#, 422, "no cohort"),
            ("[]", 422, "among"),
            (#"["\#(a)", "\#(a)"]"#, 422, "twice"),
            (#"["\#(a)", "X"]"#, 422, "no cohort X"), (#"["\#(a)", "\#(other)"]"#, 422, "one program"),
            (#"["\#(a)", "\#(closed)"]"#, 409, closed), (#"["\#(closed)"]"#, 422, "among"),
            ("[" + (1...11).map { #""C-\#($0)""# }.joined(separator: ", ") + "]", 422, "10 cohorts"),
        ]
        try await Visitor.visiting { visitor in
            for (cohorts, status, words) in cases {
                let heard = try await visitor.post(
                    "/api/v1/cohorts/\(a)/reservations",
                    json: #"{"name": "Ada", "email": "ada@example.org", "cohorts": \#(cohorts)}"#
                )
                #expect(heard.status == status, "\(cohorts)")
                #expect(heard.detail.contains(words), "\(cohorts): \(heard.text)")
            }
            #expect(try await visitor.wish([a], asking: a, "ada@example.org").status == 201)
        }
    }
}

extension Visitor {
    fileprivate func wish(
        _ cohorts: [String],
        asking cohort: String,
        _ email: String,
        key: String? = nil
    ) async throws -> Heard {
        let list = cohorts.map { #""\#($0)""# }.joined(separator: ", ")
        return try await post(
            "/api/v1/cohorts/\(cohort)/reservations",
            json: #"{"name": "Ada", "email": "\#(email)", "cohorts": [\#(list)]}"#,
            key.map { [.idempotencyKey: $0] } ?? [:]
        )
    }
}
