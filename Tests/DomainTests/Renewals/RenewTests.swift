import Credentials
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Renewing certificates", .database)
struct RenewTests {
    let here = TestDatabase.current
    var renewals: Renewals { here.registrar.renewals }
    var certificates: Certificates { here.registrar.certificates }

    private func plan(_ id: CertificateID) async throws -> RenewalPlan {
        try await renewals.planRenewal(.these([id.printed()]), by: here.staff(.registrar))
    }

    private func code(_ id: CertificateID) async throws -> String? {
        try await refusal { _ = try await plan(id) }?.code
    }

    private func change(_ id: CertificateID, _ change: CertificateChange) async throws {
        _ = try await certificates.change(
            id.printed(),
            change,
            because: StaffReason(.conduct, "Because."),
            by: here.staff(.decider)
        )
    }

    private func month(after date: Date, _ months: Int) -> Date? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.date(byAdding: .month, value: months, to: date)
    }

    @Test("renewed under the same ID: from the old end on, signed now, and no bit is set")
    func renewed() async throws {
        let before = try await here.certificate()
        try await here.moveClock(daysBefore: 40, endOf: before.id)
        try await here.earn(before.id)
        try await here.pay(before.id)
        let after = try await here.renew(before.id)
        let end = try #require(before.validUntil)
        #expect(after.id == before.id && after.version == 2 && after.status == .active)
        #expect(after.validUntil == month(after: end, 24))
        #expect(after.firstIssuedAt == before.firstIssuedAt && after.stateSince == before.stateSince)
        #expect(after.validFrom > before.validFrom && after.validFrom < end)
        let files = try #require(try await certificates.files(of: after.id, version: 2))
        let ring = try await here.registrar.keys.ring()
        let badge = try CredentialJWT.check(files.jwt, by: ring, at: Instant(after.now)).document.decode(OpenBadge.self)
        #expect(badge.validUntil == after.validUntil.map(Instant.init))
        #expect(badge.awardedDate == Instant(before.firstIssuedAt))
        #expect(try await certificates.check(after, by: ring).signature == .valid)
        let story = try await certificates.story(of: after.printedID, by: .system)
        #expect(story.events.map(\.kind) == ["issued", "renewed"])
        #expect(try await here.mailKinds(about: after.id).last == "mail.certificate_renewed")
        let shown = try await renewals.show(after.printedID, by: .system)
        #expect(shown.renewals.map(\.version) == [2] && shown.standing.phase == .early)
        #expect(shown.standing.acceptedMinutes == 0 && shown.standing.dueMinor == 5_000)
        #expect(try await code(after.id) == "renewal-too-early")
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("what is missing is named: hours, then the fee; a waived fee is settled")
    func missing() async throws {
        let id = try await here.certificate().id
        #expect(try await code(id) == "renewal-too-early")
        try await here.moveClock(daysBefore: 89, endOf: id)
        let bare = try await refusal { _ = try await plan(id) }
        #expect(
            bare?.code == "hours-missing"
                && bare?.message.contains("300 minutes are missing, 50.00 USD are due") == true
        )
        try await here.earn(id, minutes: 200, "coursework")
        _ = try await renewals.record(here.draft(minutes: "100"), of: id.printed(), by: here.staff(.registrar))
        let waiting = try await refusal { _ = try await plan(id) }
        #expect(
            waiting?.code == "hours-missing" && waiting?.message.contains("100 minutes more wait for a look") == true
        )
        try await here.earn(id, minutes: 100)
        #expect(try await code(id) == "fee-unpaid")
        try await here.pay(id, 2_000)
        let waiver = try RenewalPayment(.waived, of: 3_000, "USD", reason: "Teaches for us")
        let paid = try await renewals.pay(waiver, for: id.printed(), by: here.staff(.registrar))
        #expect(paid.dueMinor == 0 && paid.missing == [])
        #expect(try await here.renew(id).version == 2)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("revoked, surrendered, suspended and erased ones stay as they are, each with its own word")
    func ended() async throws {
        let (code, claims) = try await here.grantedCohort((1...4).map { "Person \($0)" })
        let ids = try await here.issue(code).lines.compactMap(\.id)
        var certificates: [Certificate] = []
        for id in ids { certificates.append(try await self.certificates.require(id)) }
        try await here.moveClock(daysBefore: 30, endOf: certificates[0].id)
        for certificate in certificates {
            try await here.earn(certificate.id)
            try await here.pay(certificate.id)
        }
        try await change(certificates[0].id, .revoke)
        try await change(certificates[1].id, .surrender)
        try await change(certificates[2].id, .suspend)
        let person: PersonID = try await here.service.read {
            try $0.one("SELECT person_id FROM enrollment WHERE id = \(claims[3])")
        }
        try await here.erase(.id(person))
        let codes = ["certificate-ended", "certificate-ended", "certificate-suspended", "certificate-erased"]
        for (certificate, code) in zip(certificates, codes) {
            #expect(try await self.code(certificate.id) == code)
        }
        let all = try await refusal {
            _ = try await renewals.planRenewal(.these(ids), by: here.staff(.registrar))
        }
        #expect(all?.code == "nothing-to-renew")
        try await change(certificates[2].id, .reinstate)
        #expect(try await here.renew(certificates[2].id).version == 2)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("in the grace as if in time, afterwards a reinstatement, and at last a new certification")
    func late() async throws {
        let before = try await here.certificate()
        let id = before.id
        try await here.moveClock(daysBefore: -29.9, endOf: id)
        #expect(try await certificates.require(id.printed()).status == .expired)
        try await here.earn(id)
        try await here.pay(id)
        let plan = try await plan(id)
        #expect(plan.lines[0].outcome.until == month(after: try #require(before.validUntil), 24))
        try await here.moveClock(daysBefore: -30.1, endOf: id)
        #expect(try await code(id) == "renewal-too-late")
        let stale = try await refusal { _ = try await renewals.renew(hash: plan.hash, by: here.staff(.registrar)) }
        #expect(stale?.code == "plan-changed" && stale?.message.contains("stays as it is (renewal-too-late)") == true)
        try await here.moveClock(daysBefore: -370, endOf: id)
        #expect(try await code(id) == "new-certification-needed")
        let over = try await refusal { _ = try await here.pay(id) }
        #expect(over?.code == "new-certification-needed")
    }

    @Test("two who renew at once: one does, the other is told that it is done")
    func twice() async throws {
        let id = try await here.certificate().id
        try await here.moveClock(daysBefore: 20, endOf: id)
        try await here.earn(id)
        try await here.pay(id)
        let hash = try await plan(id).hash
        let actor = try await here.staff(.registrar)
        let codes = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 1...6 {
                group.addTask {
                    try await refusal { _ = try await renewals.renew(hash: hash, by: actor) }?.code ?? "done"
                }
            }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(codes.sorted() == ["done"] + Array(repeating: "renewed-already", count: 5))
        #expect(try await certificates.require(id.printed()).version == 2)
        #expect(try await refusal { _ = try await renewals.renew(hash: hash, by: actor) }?.code == "renewed-already")
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("many at once, as a plan: those that are complete are renewed, the others stay, and the hash resumes")
    func many() async throws {
        let (code, _) = try await here.grantedCohort((1...5).map { "Person \($0)" })
        var ids: [CertificateID] = []
        for id in try await here.issue(code).lines.compactMap(\.id) {
            ids.append(try await certificates.require(id).id)
        }
        try await here.moveClock(daysBefore: 20, endOf: ids[0])
        for id in ids.dropLast(2) {
            try await here.earn(id)
            try await here.pay(id)
        }
        let actor = try await here.staff(.registrar)
        let plan = try await renewals.planRenewal(.due(program: "mes"), by: actor)
        #expect(plan.lines.count == 5 && plan.ready == 3)
        #expect(plan.lines.filter { $0.outcome.fate == .stays("hours-missing") }.count == 2)
        let none = try await refusal { _ = try await renewals.planRenewal(.due(program: "AMES"), by: actor) }
        #expect(none?.code == "nothing-to-renew")
        // Somebody is renewed meanwhile by another plan: that is done, and no difference.
        try await here.renew(ids[1])
        let applied = try await renewals.renew(hash: plan.hash, by: actor)
        #expect(applied.isApplied && applied.renewed == 2)
        for (index, id) in ids.enumerated() {
            #expect(try await certificates.require(id.printed()).version == (index < 3 ? 2 : 1))
        }
        #expect(try await refusal { _ = try await renewals.renew(hash: "00", by: actor) }?.code == "plan-unknown")
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("the database has the last word: nobody is renewed past the rules, whatever asks for it")
    func lastWord() async throws {
        let id = try await here.certificate().id
        func insert(_ kind: String, _ constraint: String) async {
            await #expect("\(kind) \(constraint)") {
                _ = try await here.service.write {
                    try $0.execute(
                        """
                        INSERT INTO renewal (certificate_id, term_ends, version, kind, basis)
                        SELECT id, valid_until, version + 1, \(kind), '{}' FROM certificate WHERE id = \(id.rawValue)
                        """
                    )
                }
            } throws: {
                ($0 as? PostgresError)?.constraint == constraint
            }
        }
        await insert("renewed", "renewal_is_timely")
        try await here.moveClock(daysBefore: 20, endOf: id)
        await insert("renewed", "renewal_is_earned")
        await insert("reinstated", "renewal_is_timely")
        try await here.earn(id)
        await insert("renewed", "renewal_is_paid")
        try await here.pay(id)
        await insert("renewed", "renewal_is_of_a_version")
        try await here.moveClock(daysBefore: -31, endOf: id)
        await insert("renewed", "renewal_is_timely")
        await insert("reinstated", "renewal_is_paid")
    }
}
