import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Neighbours in a batch", .database)
struct NeighbourTests {
    let institute = TestDatabase.current

    @Test("a KELVIN SIGN is not the letter K: nobody asks by it for a cohort, or in its place")
    func kelvin() async throws {
        let code = try await institute.openCohort(code: "KNEE-1")
        let like = "\u{212A}NEE-1"
        #expect(like == code)
        await refused("cohort-unknown") { _ = try await institute.reserve(like, "eve@example.org") }
        await refused("invalid") { _ = try await institute.reserve(code, "eve@example.org", cohorts: [like]) }
        #expect(try await institute.reserve(code, "ada@example.org").state == .held)
    }

    @Test("a zone that the database does not know is refused alone, and the neighbour has a seat")
    func zone() async throws {
        let code = try await institute.openCohort()
        #expect(TimeZone.isKnown("US/Pacific-New"))
        let secrets = institute.registrar.seats.secrets
        let requests = try [("eve", "US/Pacific-New"), ("ada", "US/Pacific")].map { (name: String, zone: String) in
            SealedRequest(
                try ReservationRequest(cohort: code, name: name, email: "\(name)@example.org", timeZone: zone),
                by: .visitor,
                secrets: secrets
            )
        }
        let answers = try await institute.service.write { try ReservationBatch(requests).carryOut(on: $0) }
        #expect(throws: Refusal.self) { try answers[0].get() }
        guard case .entered(let entered, _) = try answers[1].get() else { throw Unexpected() }
        #expect(entered.seatNumber == 1)
    }
}
