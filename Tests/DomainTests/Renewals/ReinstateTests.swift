import Credentials
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Reinstating past the term", .database)
struct ReinstateTests {
    let here = TestDatabase.current
    var certificates: Certificates { here.registrar.certificates }

    private func reinstate(
        _ id: CertificateID,
        effective: Date? = nil,
        rehearse: Bool = false,
        by role: StaffMember.Role = .decider
    ) async throws -> Certificate {
        try await here.registrar.renewals.reinstate(
            id.printed(),
            because: StaffReason(.hardship, "Was ill."),
            effective: effective,
            rehearse: rehearse,
            by: here.staff(role)
        )
    }

    @Test("with the hours and the fee for it, by a decider: the new term counts from the decision")
    func reinstated() async throws {
        let before = try await here.certificate()
        let id = before.id
        try await here.moveClock(daysBefore: -10, endOf: id)
        #expect(try await refusal { _ = try await reinstate(id) }?.code == "grace-runs")
        try await here.moveClock(daysBefore: -100, endOf: id)
        #expect(try await refusal { _ = try await reinstate(id) }?.code == "hours-missing")
        try await here.earn(id)
        try await here.pay(id)
        let fee = try await refusal { _ = try await reinstate(id) }
        #expect(fee?.code == "fee-unpaid" && fee?.message.contains("50.00 USD are due") == true)
        try await here.pay(id)
        #expect(try await refusal { _ = try await reinstate(id, by: .registrar) }?.code == "role-missing")
        let early = try await refusal { _ = try await reinstate(id, effective: before.now) }
        #expect(early?.problems.map(\.field) == ["effective"])
        #expect(try await reinstate(id, rehearse: true).status == .active)
        #expect(try await certificates.require(id.printed()).status == .expired)
        let after = try await reinstate(id)
        #expect(after.status == .active && after.version == 2 && after.firstIssuedAt == before.firstIssuedAt)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        #expect(after.validUntil == calendar.date(byAdding: .month, value: 24, to: after.validFrom))
        let story = try await certificates.story(of: after.printedID, by: .system)
        #expect(story.events.map(\.kind) == ["issued", "reinstated"] && story.events.last?.words == "Was ill.")
        #expect(try await here.mailKinds(about: id).last == "mail.certificate_reinstated")
        #expect(try await refusal { _ = try await reinstate(id) }?.code == "active-already")
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("whoever taught the holder does not reinstate")
    func independent() async throws {
        let id = try await here.certificate().id
        try await here.moveClock(daysBefore: -100, endOf: id)
        try await here.earn(id)
        try await here.pay(id, 10_000)
        _ = try await here.registrar.staff.changeRoles(
            login: "instructor",
            grant: [.decider],
            withdraw: [],
            by: .system
        )
        #expect(try await refusal { _ = try await reinstate(id, by: .instructor) }?.code == "decider-not-independent")
    }

    @Test("after the time for it, and of what was revoked, nothing is reinstated")
    func over() async throws {
        let id = try await here.certificate().id
        let other = try await here.certificate(of: "Bo").id
        try await here.moveClock(daysBefore: -100, endOf: other)
        _ = try await certificates.change(
            other.printed(),
            .revoke,
            because: StaffReason(.conduct, "Because."),
            by: here.staff(.decider)
        )
        #expect(try await refusal { _ = try await reinstate(other) }?.code == "certificate-ended")
        try await here.moveClock(daysBefore: -370, endOf: id)
        #expect(try await refusal { _ = try await reinstate(id) }?.code == "new-certification-needed")
    }

    @Test("a suspended one holds again to its end within the term, and gets a new term past it")
    func suspended() async throws {
        let id = try await here.certificate().id
        let end = try await certificates.require(id.printed()).validUntil
        func suspend() async throws {
            _ = try await certificates.change(
                id.printed(),
                .suspend,
                because: StaffReason(.conduct, "Because."),
                by: here.staff(.decider)
            )
        }
        try await suspend()
        #expect(try await reinstate(id).validUntil == end)
        try await suspend()
        try await here.moveClock(daysBefore: -5, endOf: id)
        try await here.earn(id)
        try await here.pay(id, 10_000)
        let after = try await reinstate(id)
        #expect(after.status == .active && after.version == 2)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("where no fee is named for reinstating, one who was suspended past the end pays what renewing costs")
    func withoutFee() async throws {
        try await here.furnish()
        try await here.force("UPDATE program_version SET renewal = renewal - 'reinstatement' WHERE renewal IS NOT NULL")
        let id = try await here.certificate().id
        _ = try await certificates.change(
            id.printed(),
            .suspend,
            because: StaffReason(.conduct, "Because."),
            by: here.staff(.decider)
        )
        try await here.moveClock(daysBefore: -5, endOf: id)
        try await here.earn(id)
        let fee = try await refusal { _ = try await reinstate(id) }
        #expect(fee?.code == "fee-unpaid" && fee?.message.contains("50.00 USD are due") == true)
        try await here.pay(id, 5_000)
        #expect(try await reinstate(id).status == .active)
    }

    @Test("an old one that gets a term of here holds from then, and not from when it was issued")
    func old() async throws {
        try await here.furnish()
        let ended = try await here.wallDay(plus: -60)
        try await here.importRecords(
            TestDatabase.records("H-9,Ada Lovelace,ada@example.org,MES,,2020,\(ended),,,Houston")
        )
        let before = try await certificates.require("H-9")
        #expect(before.holdsFrom.text(in: "UTC") == "2020" && before.status == .expired)
        try await here.earn(before.id)
        try await here.pay(before.id, 10_000)
        let after = try await reinstate(before.id)
        #expect(after.version == 1 && after.status == .active && after.issuedPrecision == .year)
        #expect(after.holdsFrom.precision == nil && after.holdsFrom.date == after.validFrom)
    }
}
