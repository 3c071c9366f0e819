import Credentials
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Look-ups are counted by day and answer", .database)
struct LookUpCountTests {
    let here = TestDatabase.current
    var certificates: Certificates { here.registrar.certificates }

    private func counts() async throws -> [[LookUpAnswer: Int]] {
        try await certificates.writeLookUps()
        return try await certificates.lookUps(days: 30, by: here.staff(.registrar)).map(\.counts)
    }

    @Test("each answer by its own word, added up over writings, and nothing is written for nobody")
    func words() async throws {
        let certificate = try await here.certificate()
        #expect(try await counts() == [])
        let id = certificate.printedID
        for typed in [id, id.lowercased(), "7K3M9QRT2WR", "7K3M9QRT2WS", "x"] {
            _ = try await certificates.lookUp(typed)
        }
        #expect(try await counts() == [[.active: 2, .unknown: 2, .mistyped: 1]])
        _ = try await certificates.change(
            id,
            .suspend,
            because: StaffReason(.conduct, "A complaint."),
            by: here.staff(.decider)
        )
        _ = try await certificates.lookUp(IDList([id, id, "x"]))
        #expect(try await counts() == [[.active: 2, .unknown: 3, .mistyped: 1, .suspended: 2]])
    }

    @Test("staff who work on a certificate look nothing up, and days follow the institute's clock")
    func days() async throws {
        let id = try await here.certificate().printedID
        _ = try await certificates.require(id)
        _ = try await certificates.story(of: id, by: here.staff(.registrar))
        _ = try await certificates.lookUp(id)
        #expect(try await counts() == [[.active: 1]])
        try await here.shiftClock(by: .seconds(86_400))
        _ = try await certificates.lookUp(id)
        #expect(try await counts() == [[.active: 1], [.active: 1]])
        try await here.shiftClock(by: .seconds(40 * 86_400))
        #expect(try await counts() == [])
    }

    @Test("many at once are all counted, and what could not be written is counted on")
    func crowd() async throws {
        try await here.furnish()
        let certificates = certificates
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...8 {
                group.addTask { for _ in 1...25 { _ = try await certificates.lookUp("x") } }
                group.addTask { try await certificates.writeLookUps() }
            }
            try await group.waitForAll()
        }
        try await certificates.writeLookUps()
        try await here.force("ALTER TABLE certificate_lookup RENAME TO certificate_lookup_away")
        _ = try await certificates.lookUp("x")
        await #expect(throws: PostgresError.self) { try await certificates.writeLookUps() }
        try await here.force("ALTER TABLE certificate_lookup_away RENAME TO certificate_lookup")
        #expect(try await counts() == [[.unknown: 201]])
    }
}
