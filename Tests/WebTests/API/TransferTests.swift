import Credentials
import Domain
import HTTPTypes
import TestSupport
import Testing

@testable import Web

@Suite("A seat that moves, by JSON", .database)
struct TransferTests {
    private var database: TestDatabase { .current }

    @Test("the mailed link moves the seat; the answer is the new claim, and the old one says where it is")
    func moves() async throws {
        let (here, there) = (try await database.openCohort(), try await database.openCohort())
        try await Visitor.visiting { visitor in
            let token = try database.acting(try await visitor.reserve(here, "ada@example.org"))
            let path = "/api/v1/reservations/\(token)"
            let held = try await visitor.post("\(path)/transfer", json: #"{"to": "\#(there)"}"#)
            #expect(held.status == 409 && held.code == "not-confirmed")
            let confirmed = try await visitor.ask(.post, "\(path)/confirm")
            #expect(
                try confirmed.json["links"]?.members.map(\.name) == ["self", "page", "withdraw", "transfer"]
            )
            #expect(try confirmed.json["due_minor"] == 129_500)
            #expect(try confirmed.json["terms"]?["refund_percent_now"] == 100)

            let moved = try await visitor.post("\(path)/transfer", json: #"{"to": "\#(there)", "x": 1}"#)
            #expect(moved.status == 200)
            #expect(try moved.json["cohort"] == .string(there))
            #expect(try moved.json["warnings"] == ["x"])
            #expect(try moved.json["links"]?.members.map(\.name) == ["self", "page"])
            let again = try await visitor.post("\(path)/transfer", json: #"{"to": "\#(there)"}"#)
            #expect(try again.json["id"] == moved.json["id"])

            let old = try await visitor.get(path)
            #expect(try old.json["state"] == "transferred")
            #expect(try old.json["moved_to"] == .string(there))
        }
    }

    @Test("a body that says no cohort is refused, and so is a link that only shows")
    func refused() async throws {
        let (here, there) = (try await database.openCohort(), try await database.openCohort())
        try await Visitor.visiting { visitor in
            let heard = try await visitor.reserve(here, "ada@example.org")
            let token = try database.acting(heard)
            let path = "/api/v1/reservations/\(token)/transfer"
            for body in ["[]", "{}", #"{"to": 1}"#] {
                #expect(try await visitor.post(path, json: body).status == 422)
            }
            #expect(try await visitor.post(path, json: "{").status == 400)
            let shown = database.link(.show, (try await database.reserve(here, "bo@example.org")).id)
            let showing = try await visitor.post(
                "/api/v1/reservations/\(shown)/transfer",
                json: #"{"to": "\#(there)"}"#
            )
            #expect(showing.status == 403 && showing.code == "link-shows-only")
        }
    }
}
