import Credentials
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Ten years of one holder", .database)
struct TenYearsTests {
    let here = TestDatabase.current
    var certificates: Certificates { here.registrar.certificates }

    private func reason(_ words: String) throws -> StaffReason { try StaffReason(.other, words) }

    @Test("issued, reminded, renewed, lapsed, reinstated, corrected, suspended, revoked: one ID, every file as it was")
    func life() async throws {
        let issued = try await here.certificate(of: "Ada Lovelase")
        let id = issued.id
        let decider = try await here.staff(.decider)
        // Two years on: reminded twice, then renewed in time.
        for days in [85.0, 50] {
            try await here.moveClock(daysBefore: days, endOf: id)
            #expect(try await here.registrar.renewals.remind() == 1)
        }
        try await here.earn(id, minutes: 180)
        try await here.earn(id, minutes: 120, "coursework")
        try await here.pay(id)
        let second = try await here.renew(id)
        #expect(second.status == .active && second.version == 2)
        // Four years: nothing comes, it lapses, and comes back after seven months.
        try await here.moveClock(daysBefore: -210, endOf: id)
        #expect(try await certificates.require(id.printed()).status == .expired)
        try await here.earn(id)
        try await here.pay(id, 10_000)
        let third = try await here.registrar.renewals.reinstate(
            id.printed(),
            because: reason("Was abroad."),
            by: decider
        )
        #expect(third.status == .active && third.version == 3)
        // Five years and more: a letter in the name was wrong; the end stays.
        try await here.shiftClock(by: .seconds(200 * 86_400))
        let fourth = try await certificates.correct(
            id.printed(),
            name: "Ada Lovelace",
            because: reason("A letter was wrong."),
            by: decider
        )
        #expect(fourth.version == 4 && fourth.validUntil == third.validUntil)
        // Renewed within the grace: from the old end on, as if in time.
        try await here.moveClock(daysBefore: -20, endOf: id)
        try await here.earn(id)
        try await here.pay(id)
        let fifth = try await here.renew(id)
        #expect(fifth.version == 5 && fifth.name == "Ada Lovelace" && fifth.status == .active)
        // Eight years: a complaint, which comes to nothing; then another, which does not.
        try await here.shiftClock(by: .seconds(300 * 86_400))
        _ = try await certificates.change(id.printed(), .suspend, because: reason("A complaint."), by: decider)
        #expect(try await certificates.require(id.printed()).status == .suspended)
        _ = try await here.registrar.renewals.reinstate(id.printed(), because: reason("Unfounded."), by: decider)
        try await here.moveClock(daysBefore: 30, endOf: id)
        try await here.earn(id)
        try await here.pay(id)
        let sixth = try await here.renew(id)
        try await here.shiftClock(by: .seconds(200 * 86_400))
        _ = try await certificates.change(
            id.printed(),
            .revoke,
            because: reason("Worked beyond the scope."),
            by: decider
        )
        let last = try await certificates.require(id.printed())
        #expect(last.status == .revoked && last.version == sixth.version && last.firstIssuedAt == issued.firstIssuedAt)
        #expect(last.now.timeIntervalSince(issued.firstIssuedAt) > 8 * 365 * 86_400)
        let story = try await certificates.story(of: id.printed(), by: .system)
        #expect(
            story.events.map(\.kind) == [
                "issued", "renewed", "reinstated", "corrected", "renewed", "suspended", "reinstated", "renewed",
                "revoked",
            ]
        )
        let renewals = try await here.registrar.renewals.show(id.printed(), by: .system).renewals
        #expect(renewals.map(\.version) == [2, 3, 5, 6])
        #expect(try await here.brokenInvariants() == [])
        for version in 1...6 {
            #expect(try await certificates.files(of: id, version: version) != nil)
        }
    }

    @Test("a renewed file keeps its bit unset, a corrected one does not")
    func bits() async throws {
        let id = try await here.certificate(of: "Ada Lovelase").id
        try await here.moveClock(daysBefore: 30, endOf: id)
        try await here.earn(id)
        try await here.pay(id)
        try await here.renew(id)
        let decider = try await here.staff(.decider)
        _ = try await certificates.correct(id.printed(), name: "Ada Lovelace", because: reason("Wrong."), by: decider)
        let bits: [Bool] = try await here.service.read {
            try $0.all(
                """
                SELECT get_bit(bits, (status_index & ~7) | (7 - (status_index & 7))) = 1
                FROM certificate_version
                JOIN status_list ON status_list.number = status_list
                WHERE certificate_id = \(id.rawValue)
                ORDER BY certificate_version.number
                """
            )
        }
        #expect(bits == [false, true, false])
    }

    @Test("an erasure takes the files, the words and the references; numbers and times stay")
    func erased() async throws {
        let certificate = try await here.certificate()
        let id = certificate.id
        let words = ["Clinic of Kixote", "Doctor Kixote", "Kixote-7", "Kixote.txt", "WIRE Kixote", "Kixote teaches"]
        let draft = try await CreditDraft(
            kind: "observation",
            title: words[0],
            minutes: "300",
            doneOn: here.wallDay(),
            supervisor: words[1],
            licenseType: "MD",
            licenseNumber: words[2]
        ) {
            try EvidenceFile(name: words[3], octets: Data("I am Kixote.".utf8))
        }
        let actor = try await here.staff(.registrar)
        let credit = try await here.registrar.renewals.record(draft, of: id.printed(), by: actor)
        _ = try await here.registrar.renewals.review(
            credit.id,
            CreditVerdict(isAccepted: false, reason: "Kixote did not sign it."),
            by: actor
        )
        _ = try await here.registrar.renewals.pay(
            RenewalPayment(.received, of: 1_000, "USD", reference: words[4]),
            for: id.printed(),
            by: actor
        )
        _ = try await here.registrar.renewals.pay(
            RenewalPayment(.waived, of: 1_000, "USD", reason: words[5]),
            for: id.printed(),
            by: actor
        )
        #expect(try await here.tables(holding: ["Kixote"]) == ["payload", "renewal_file", "renewal_payment"])
        let person: PersonID = try await here.service.read {
            try $0.one("SELECT person_id FROM certificate WHERE id = \(id.rawValue)")
        }
        let link = try await here.renewalLink(of: id)
        try await here.erase(.id(person))
        #expect(try await here.tables(holding: ["Kixote"]) == [])
        let story = try await here.registrar.renewals.show(id.printed(), by: actor)
        #expect(
            story.credits.map(\.minutes) == [300] && story.credits[0].title == nil && story.credits[0].sha256 == nil
        )
        #expect(story.payments.map(\.amountMinor) == [1_000, 1_000])
        #expect(
            try await refusal { _ = try await here.registrar.renewals.open(link: link) }?.code == "certificate-erased"
        )
        #expect(
            try await refusal { _ = try await here.registrar.renewals.fetch(credit.id, by: actor) }?.code
                == "evidence-gone"
        )
        #expect(try await refusal { _ = try await here.pay(id) }?.code == "certificate-erased")
        #expect(try await here.brokenInvariants() == [])
    }
}
