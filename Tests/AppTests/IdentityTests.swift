import Domain
import TestSupport
import Testing

@testable import App

@Suite("Who runs a command", .database)
struct IdentityTests {
    private let database = TestDatabase.current

    @Test("is known by a login of their own in the database, else by the machine's")
    func logins() async throws {
        _ = try await database.staff(.owner)
        _ = try await database.staff(.registrar)
        let staff = database.registrar.staff
        let own = Identity(databaseLogin: "registrar", systemLogin: "owner")
        #expect(try await own.actingMember(as: nil, in: staff).login == "registrar")
        let shared = Identity(databaseLogin: "registrar_service", systemLogin: "owner")
        #expect(try await shared.actingMember(as: nil, in: staff).login == "owner")
        await #expect(throws: Refusal.self) {
            try await Identity(databaseLogin: "postgres", systemLogin: "stranger").actingMember(as: nil, in: staff)
        }
    }

    @Test("may be an owner who acts as somebody else, and nobody else may")
    func actingAs() async throws {
        _ = try await database.staff(.owner)
        _ = try await database.staff(.registrar)
        let staff = database.registrar.staff
        let owner = Identity(databaseLogin: "registrar_service", systemLogin: "owner")
        let member = try await owner.actingMember(as: "registrar", in: staff)
        #expect(member.login == "registrar")
        #expect(member.operatorID == (try await staff.member(login: "owner"))?.id)
        #expect(try await owner.actingMember(as: "owner", in: staff).operatorID == nil)
        let registrar = Identity(databaseLogin: "registrar_service", systemLogin: "registrar")
        await #expect { try await registrar.actingMember(as: "owner", in: staff) } throws: { error in
            (error as? Refusal)?.code == "as-is-the-owners"
        }
    }
}
