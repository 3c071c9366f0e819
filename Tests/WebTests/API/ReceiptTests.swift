import Credentials
import Domain
import TestSupport
import Testing

@testable import Web

@Suite("A receipt by JSON", .database)
struct ReceiptTests {
    private var database: TestDatabase { .current }

    @Test("whoever has a link sees counts and times, and nobody else's name or address")
    func receipt() async throws {
        let cohort = try await database.openCohort(capacity: 1)
        let seats = database.registrar.seats
        let holder = try await database.reserve(cohort, "holder@secret.example", name: "Hidden Holder").id
        _ = try await seats.confirm(holder, by: .applicant(holder))
        let mine = try await database.reserve(cohort, "ada@example.org", name: "Ada")
        let other = try await database.reserve(cohort, "other@secret.example", name: "Hidden Other").id
        _ = try await seats.confirm(other, by: .applicant(other))
        _ = try await seats.remove(holder, because: StaffReason(.conduct, "Hidden words"), by: .system)
        try await Visitor.visiting { visitor in
            let heard = try await visitor.get("/api/v1/reservations/\(mine.showToken)/receipt")
            #expect(heard.status == 200)
            let json = try heard.json
            #expect(json["arrival"] == 2)
            #expect(json["position"] == 1)
            #expect(json["address_confirmed_at"] == .null)
            #expect(
                json["served_before"] == [
                    ["reason": "address_unconfirmed", "staff_reason": nil, "count": 1],
                    ["reason": "arrived_earlier", "staff_reason": nil, "count": 1],
                ]
            )
            #expect(json["passed_over"] == [["reason": "address_unconfirmed", "count": 1]])
            #expect(!heard.text.contains("idden") && !heard.text.contains("secret.example"))
            #expect(try await visitor.get("/api/v1/reservations/nonsense/receipt").status == 404)
        }
    }
}
