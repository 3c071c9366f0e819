import Domain
import TestSupport
import Testing

@Suite("Staff", .database)
struct StaffTests {
    let here = TestDatabase.current
    var staff: StaffRoster { here.registrar.staff }

    @Test("the first member is an owner, and is taken on only while there is nobody")
    func first() async throws {
        let ada = try await staff.addFirst(
            login: "ada",
            name: "Ada",
            email: "ada@institute.example",
            roles: [.registrar]
        )
        #expect(Set(ada.roles) == [.owner, .registrar])
        await #expect {
            _ = try await staff.addFirst(login: "eve", name: "Eve", email: "eve@institute.example", roles: [])
        } throws: {
            ($0 as? Refusal)?.code == "staff-exists"
        }
        #expect(try await staff.member(login: "ada") == ada)
        #expect(try await staff.member(login: "eve") == nil)
    }

    @Test("of twenty who want to be first at once, one is")
    func race() async throws {
        let staff = staff
        let taken = await withTaskGroup(of: Bool.self) { group in
            for number in 1...20 {
                group.addTask {
                    let email = "f\(number)@institute.example"
                    return (try? await staff.addFirst(login: "f\(number)", name: "F", email: email, roles: [])) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(taken == 1)
        #expect(try await staff.list(by: .system).count == 1)
    }

    @Test("every problem with a newcomer is listed at once; a login is taken once")
    func problems() async throws {
        await #expect {
            _ = try await staff.add(login: "a b", name: "", email: "x", roles: [], by: .system)
        } throws: {
            ($0 as? Refusal)?.problems.map(\.field) == ["login", "name", "email", "role"]
        }
        _ = try await here.staff(.registrar)
        await #expect {
            _ = try await staff.add(
                login: "registrar",
                name: "Bob",
                email: "b@institute.example",
                roles: [.auditor],
                by: .system
            )
        } throws: {
            ($0 as? Refusal)?.code == "login-taken"
        }
    }

    @Test("roles come and go, but the last enabled owner stays one and stays enabled")
    func lastOwner() async throws {
        let owner = try await here.staff(.owner)
        for act in [
            { _ = try await staff.changeRoles(login: "owner", grant: [], withdraw: [.owner], by: owner) },
            { _ = try await staff.disable(login: "owner", by: owner) },
        ] as [() async throws -> Void] {
            await #expect(throws: Refusal.self) { try await act() }
        }
        _ = try await here.staff(.registrar)
        let promoted = try await staff.changeRoles(
            login: "registrar",
            grant: [.owner],
            withdraw: [.registrar],
            by: owner
        )
        #expect(promoted.roles == [.owner])
        let gone = try await staff.disable(login: "owner", by: .staff(promoted))
        #expect(gone.disabledAt != nil)
        await #expect(throws: Refusal.self) {
            _ = try await staff.changeRoles(login: "registrar", grant: [], withdraw: [.owner], by: .staff(promoted))
        }
    }

    @Test("who was disabled may do nothing any more")
    func disabled() async throws {
        _ = try await here.staff(.registrar)
        let gone = try await staff.disable(login: "registrar", by: .system)
        await #expect {
            _ = try await here.registrar.programs.list(by: .staff(gone))
        } throws: {
            ($0 as? Refusal)?.kind == .forbidden
        }
    }

    @Test("two owners who disable each other at once: one stays")
    func mutual() async throws {
        for login in ["a", "b"] {
            _ = try await staff.add(
                login: login,
                name: login,
                email: "\(login)@x.example",
                roles: [.owner],
                by: .system
            )
        }
        let staff = staff
        async let first = try? staff.disable(login: "a", by: .system)
        async let second = try? staff.disable(login: "b", by: .system)
        _ = await (first, second)
        #expect(try await staff.list(by: .system).count { $0.disabledAt == nil } == 1)
    }

    @Test("every act on staff leaves one entry")
    func audited() async throws {
        let owner = try await here.staff(.owner)
        _ = try await staff.add(login: "bo", name: "Bo", email: "bo@x.example", roles: [.auditor], by: owner)
        _ = try await staff.changeRoles(login: "bo", grant: [.decider], withdraw: [.auditor], by: owner)
        _ = try await staff.changeRoles(login: "bo", grant: [.decider], withdraw: [], by: owner)
        _ = try await staff.disable(login: "bo", by: owner)
        _ = try await staff.disable(login: "bo", by: owner)
        let entries = try await here.registrar.audit.tail(by: owner)
        #expect(entries.map(\.verb) == ["staff.disable", "staff.change_roles", "staff.add", "staff.add"])
        #expect(entries[1].details == .kept(["login": "bo", "granted": "decider", "withdrawn": "auditor"]))
    }
}
