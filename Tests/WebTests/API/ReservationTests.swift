import Credentials
import Domain
import HTTPTypes
import NIOCore
import TestSupport
import Testing

@testable import Web

@Suite("A seat by JSON", .database)
struct ReservationTests {
    private var database: TestDatabase { .current }

    @Test("a newcomer holds a seat, and the answer shows its state and nothing else")
    func held() async throws {
        let cohort = try await database.openCohort()
        try await Visitor.visiting { visitor in
            let heard = try await visitor.reserve(cohort, "ada@example.org")
            #expect(heard.status == 201)
            let json = try heard.json
            #expect(
                json.members.map(\.name) == ["id", "cohort", "state", "seat_number", "position", "expires_at", "links"]
            )
            #expect(json["state"] == "held")
            #expect(json["seat_number"] == 1)
            #expect(json["position"] == .null)
            let link = try #require(json["links"]?["self"]?.text)
            #expect(link.hasPrefix("https://registrar.example/api/v1/reservations/"))
            let path = String(link.dropFirst("https://registrar.example".count))
            let status = try await visitor.get(path)
            #expect(status.status == 200)
            #expect(try status.json["state"] == "held")
            #expect(try status.json["links"]?.members.map(\.name) == ["self", "page"])
            let refused = try await visitor.post("\(path)/confirm", json: "")
            #expect(refused.status == 403)
            #expect(refused.code == "link-shows-only")
        }
    }

    @Test("a full cohort puts the next applicant on the waitlist")
    func waitlisted() async throws {
        let cohort = try await database.openCohort(capacity: 1)
        try await Visitor.visiting { visitor in
            _ = try await visitor.reserve(cohort, "ada@example.org")
            let heard = try await visitor.reserve(cohort, "grace@example.org")
            #expect(heard.status == 201)
            #expect(try heard.json["state"] == "waitlisted")
            #expect(try heard.json["seat_number"] == .null)
            #expect(try heard.json["position"] == 1)
            #expect(try heard.json["expires_at"] == .null)
        }
    }

    @Test("the same key and body get the same answer, another body is refused")
    func replay() async throws {
        let cohort = try await database.openCohort()
        try await Visitor.visiting { visitor in
            let first = try await visitor.reserve(cohort, "ada@example.org", key: "k")
            let again = try await visitor.reserve(cohort, "ada@example.org", key: "k")
            #expect(first.status == 201)
            #expect(again.status == 200)
            #expect(again.text == first.text)
            let other = try await visitor.reserve(cohort, "grace@example.org", key: "k")
            #expect(other.status == 422)
            #expect(other.code == "key-reused")
        }
    }

    @Test("a second request by the same address is known, and changes nothing")
    func known() async throws {
        let cohort = try await database.openCohort()
        try await Visitor.visiting { visitor in
            _ = try await visitor.reserve(cohort, "ada@example.org")
            let heard = try await visitor.reserve(cohort, "ADA@example.org ")
            #expect(heard.status == 200)
            #expect(try heard.json.members.map(\.name) == ["cohort", "state", "message"])
            #expect(try heard.json["state"] == "known")
        }
        #expect(try await database.registrar.cohorts.page(code: cohort, by: .visitor).cohort.seatsTaken == 1)
    }

    @Test("unknown members are named and not fatal")
    func unknownMembers() async throws {
        let cohort = try await database.openCohort()
        try await Visitor.visiting { visitor in
            let heard = try await visitor.post(
                "/api/v1/cohorts/\(cohort)/reservations",
                json:
                    #"{"phone": "1", "name": "Ada", "email": "ada@example.org", "subscribe": true, "time_zone": "Europe/Berlin", "x": {}}"#
            )
            #expect(heard.status == 201)
            #expect(try heard.json["warnings"] == ["phone", "x"])
        }
    }

    @Test("the mailed link confirms, and repeating it changes nothing")
    func confirm() async throws {
        let cohort = try await database.openCohort()
        try await Visitor.visiting { visitor in
            let token = try database.acting(try await visitor.reserve(cohort, "ada@example.org"))
            let before = try await visitor.get("/api/v1/reservations/\(token)")
            #expect(try before.json["links"]?.members.map(\.name) == ["self", "page", "confirm", "withdraw"])
            for _ in 1...2 {
                let heard = try await visitor.ask(.post, "/api/v1/reservations/\(token)/confirm")
                #expect(heard.status == 200)
                #expect(try heard.json["state"] == "confirmed")
            }
            let withdrawn = try await visitor.ask(.post, "/api/v1/reservations/\(token)/withdraw")
            #expect(try withdrawn.json["state"] == "withdrawn")
            let late = try await visitor.ask(.post, "/api/v1/reservations/\(token)/confirm")
            #expect(late.status == 410)
        }
    }

    @Test("a freed seat is offered to the waiting person, who accepts or declines")
    func offer() async throws {
        let cohort = try await database.openCohort(capacity: 1)
        try await Visitor.visiting { visitor in
            let first = try database.acting(try await visitor.reserve(cohort, "ada@example.org"))
            let second = try database.acting(try await visitor.reserve(cohort, "grace@example.org"))
            let early = try await visitor.ask(.post, "/api/v1/reservations/\(second)/accept")
            #expect(early.status == 409)
            #expect(early.code == "not-offered")
            _ = try await visitor.ask(.post, "/api/v1/reservations/\(second)/confirm")
            _ = try await visitor.ask(.post, "/api/v1/reservations/\(first)/withdraw")
            let offered = try await visitor.get("/api/v1/reservations/\(second)")
            #expect(try offered.json["state"] == "offered")
            #expect(try offered.json["links"]?.members.map(\.name) == ["self", "page", "accept", "decline"])
            let declined = try await visitor.ask(.post, "/api/v1/reservations/\(second)/decline")
            #expect(try declined.json["state"] == "declined")
        }
    }

    @Test("a HEAD says what a GET would, without the body; a GET never acts")
    func reading() async throws {
        let cohort = try await database.openCohort()
        try await Visitor.visiting { visitor in
            let token = try database.acting(try await visitor.reserve(cohort, "ada@example.org"))
            let head = try await visitor.ask(.head, "/api/v1/reservations/\(token)")
            #expect(head.status == 200)
            #expect(head.body.readableBytes == 0)
            #expect(head.headers[.contentLength].flatMap { Int($0) } ?? 0 > 0)
            #expect(try await visitor.get("/api/v1/reservations/\(token)/confirm").status == 405)
            #expect(try await visitor.get("/reservations/\(token)/confirm").status == 405)
            #expect(try await visitor.get("/reservations/\(token)/withdraw").status == 200)
            #expect(try await visitor.get("/api/v1/reservations/\(token)").json["state"] == "held")
        }
    }
}
