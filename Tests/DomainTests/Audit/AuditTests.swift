import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("The audit trail", .database)
struct AuditTests {
    let here = TestDatabase.current
    var audit: AuditTrail { here.registrar.audit }

    /// Some acts of an owner, all committed.
    private func act(_ times: Int) async throws {
        for _ in 1...times {
            let login = "s\(here.nextNumber())"
            _ = try await here.registrar.staff.add(
                login: login,
                name: "S",
                email: "\(login)@x.example",
                roles: [.auditor],
                by: .system
            )
        }
    }

    /// Seals all there is. Transactions of the server's other databases hold a seal back, and these come and go.
    private func sealAll() async throws -> Int {
        var sealed = 0
        for _ in 1...10_000 {
            sealed += try await audit.seal()
            guard try await audit.verify(by: .system).unsealed > 0 else { return sealed }
        }
        throw Unexpected()
    }

    @Test("the newest entry comes first, with who acted, as whom, and on what")
    func tail() async throws {
        guard case .staff(let owner) = try await here.staff(.owner),
            case .staff(var other) = try await here.staff(.registrar)
        else { throw Unexpected() }
        other.operatorID = owner.id
        let code = try await here.draftCohort()
        _ = try await here.registrar.cohorts.open(code: code, by: .staff(other))
        let entry = try #require(try await audit.tail(limit: 1, by: .staff(owner)).first)
        #expect(entry.verb == "cohort.open")
        #expect(entry.login == "registrar")
        #expect(entry.operatorLogin == "owner")
        #expect(entry.subject == "cohort")
        #expect(entry.details == .kept(["code": code, "program": "MES", "version": "1"]))
        #expect(try await audit.tail(verb: "cohort.create", by: .staff(owner)).map(\.verb) == ["cohort.create"])
    }

    @Test("erased details are said to be erased, and the seals still fit")
    func erased() async throws {
        try await act(2)
        _ = try await sealAll()
        try await here.force("DELETE FROM payload WHERE id = (SELECT min(id) FROM payload)")
        let entries = try await audit.tail(by: .system)
        #expect(entries.last?.details == .erased)
        #expect(try await audit.verify(by: .system).broken == [])
    }

    @Test("seals follow one another over all entries; what has none is counted with its age")
    func seal() async throws {
        #expect(try await audit.seal() == 0)
        try await act(3)
        #expect(try await audit.verify(by: .system).unsealed == 3)
        #expect(try await sealAll() == 3)
        #expect(try await audit.seal() == 0)
        let sealed = try await audit.verify(by: .system)
        try await act(2)
        try await here.shiftClock(by: .seconds(600))
        let late = try await audit.verify(by: .system)
        #expect((late.seals, late.entries, late.unsealed) == (sealed.seals, 5, 2))
        #expect(late.lag >= 600)
        #expect(try await sealAll() == 2)
        let verdict = try await audit.verify(by: .system)
        #expect(verdict.seals > sealed.seals)
        #expect((verdict.unsealed, verdict.lag) == (0, 0))
        #expect(verdict.broken == [])
    }

    @Test("an act that commits late does not slip behind a seal")
    func lateCommit() async throws {
        let written = AsyncStream.makeStream(of: Void.self)
        let mayCommit = DispatchSemaphore(value: 0)
        let here = here
        let late = Task {
            try await here.owner.write { connection in
                try connection.execute("INSERT INTO audit_entry (verb, subject) VALUES ('test.late', 'test')")
                written.continuation.yield()
                mayCommit.wait()
            }
        }
        for await _ in written.stream { break }
        try await act(2)
        #expect(try await audit.seal() == 0)
        mayCommit.signal()
        try await late.value
        #expect(try await sealAll() == 3)
        #expect(try await audit.verify(by: .system).broken == [])
    }

    @Test(
        "what an owner of the database changes behind the product's back is found",
        arguments: [
            "UPDATE audit_entry SET verb = 'staff.praise' WHERE id = (SELECT min(id) FROM audit_entry)",
            "UPDATE audit_entry SET staff_id = NULL, at = at + interval '1 second' WHERE id = (SELECT min(id) FROM audit_entry)",
            "DELETE FROM audit_entry WHERE id = (SELECT min(id) FROM audit_entry)",
            "INSERT INTO audit_entry (verb, subject, xid) SELECT 'staff.add', 'staff', min(xid) FROM audit_entry",
            "DELETE FROM audit_seal WHERE number = 1",
            #"UPDATE payload SET body = '{"login": "eve"}' WHERE id = (SELECT min(id) FROM payload)"#,
        ] as [String]
    )
    func tampered(_ statement: String) async throws {
        for _ in 1...2 {
            try await act(2)
            _ = try await sealAll()
        }
        try await here.force("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        try await here.force("ALTER TABLE audit_seal DISABLE TRIGGER USER")
        #expect(try await audit.verify(by: .system).broken == [])
        try await here.force("\(unverified: statement)")
        #expect(try await audit.verify(by: .system).broken != [])
        #expect(try await here.brokenInvariants() == ["audit_seals_verify"])
    }

    @Test("in another cluster a new era begins, where transaction numbers begin anew")
    func era() async throws {
        try await act(2)
        #expect(try await audit.beginEraIfRestored() == false)
        try await here.force("ALTER TABLE audit_era DISABLE TRIGGER USER")
        try await here.force("UPDATE audit_era SET system_identifier = system_identifier - 1")
        #expect(try await audit.beginEraIfRestored())
        #expect(try await audit.beginEraIfRestored() == false)
        // An old entry with a number far ahead of this cluster's is sealed all the same, with the first of the new era.
        try await here.force(
            "INSERT INTO audit_entry (era, xid, verb, subject) VALUES (1, '9000000000', 'test.old', 'test')"
        )
        try await act(1)
        #expect(try await sealAll() == 4)
        #expect(try await audit.verify(by: .system).broken == [])
    }
}
