import Domain
import Postgres
import TestSupport
import Testing

@Suite("The doctor", .database)
struct DoctorTests {
    let here = TestDatabase.current

    /// Two people in two seats, two in the queue of whom the first has not confirmed the address, one who was offered
    /// the seat that a third gave back, a second cohort with nobody in it, and a sealed audit trail.
    private func story() async throws {
        let seats = here.registrar.seats
        let code = try await here.openCohort(code: "MES-A", capacity: 2)
        _ = try await here.openCohort(code: "MES-B")
        var ids: [EnrollmentID] = []
        for email in ["first", "second", "unconfirmed", "waiter", "last"] {
            let id = try await here.reserve(code, "\(email)@example.org", key: email).id
            if email != "unconfirmed" { _ = try await seats.confirm(id, by: .applicant(id)) }
            ids.append(id)
        }
        _ = try await seats.withdraw(ids[1], by: .applicant(ids[1]))
        _ = try await here.registrar.audit.seal()
    }

    @Test("a story told by the operations breaks no invariant, and each is named in words")
    func healthy() async throws {
        try await story()
        let findings = try await here.registrar.doctor.examine(by: .system)
        #expect(findings.filter { !$0.isHeld }.map(\.invariant) == [])
        #expect(findings.count == 94)
        #expect(Set(findings.map(\.invariant)).count == findings.count)
        #expect(findings.allSatisfy { $0.words.hasSuffix(".") && $0.ids.isEmpty })
    }

    @Test("each kind of damage is found under the name of the invariant it breaks", arguments: Damage.all)
    func damaged(_ damage: Damage) async throws {
        try await story()
        _ = try await here.owner.write { try $0.script(damage.script) }
        let findings = try await here.registrar.doctor.examine(by: .system)
        let finding = try #require(findings.first { $0.invariant == damage.invariant })
        #expect(finding.count > 0)
        #expect(finding.ids == damage.ids)
    }

    @Test("every invariant has its damage here")
    func complete() async throws {
        let invariants = try await here.registrar.doctor.examine(by: .system).map(\.invariant)
        #expect(Set(invariants) == Set(Damage.all.map(\.invariant)))
    }

    @Test("of many offenders the first twenty are named and all are counted")
    func many() async throws {
        let code = try await here.openCohort()
        for number in 1...25 { _ = try await here.reserve(code, "p\(number)@example.org") }
        try await here.force("UPDATE job SET dead_at = now()")
        let findings = try await here.registrar.doctor.examine(by: .system)
        let finding = try #require(findings.first { $0.invariant == "no_dead_jobs" })
        #expect(finding.count == 25)
        #expect(finding.ids.count == 20)
    }
}
