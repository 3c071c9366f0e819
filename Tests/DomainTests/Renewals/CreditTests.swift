import Credentials
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("What is brought towards renewal", .database)
struct CreditTests {
    let here = TestDatabase.current
    var renewals: Renewals { here.registrar.renewals }

    private func fields(_ body: () async throws -> Void) async throws -> [String] {
        let refusal = try await refusal { try await body() }
        #expect(refusal?.kind == .invalid, "\(refusal?.message ?? "taken")")
        return refusal?.problems.map(\.field) ?? []
    }

    @Test("waits for a look, is accepted or refused with a reason, and the last word counts until the term is renewed")
    func reviewed() async throws {
        let id = try await here.certificate().id
        let link = try await here.renewalLink(of: id)
        let actor = try await here.staff(.registrar)
        let page = try await renewals.submit(here.draft(minutes: "150"), link: link)
        let credit = try #require(page.credits.first)
        #expect(credit.state == .submitted && credit.title == "Knee clinic" && credit.staff == nil)
        #expect(page.standing.waitingMinutes == 150 && page.standing.acceptedMinutes == 0)
        #expect(try await renewals.list(RenewalFilter(isToReview: true), by: actor).map(\.certificate.id) == [id])
        #expect(try await fields { _ = try CreditVerdict(isAccepted: false, reason: " ") } == ["reason"])
        let refused = try CreditVerdict(isAccepted: false, reason: "It has no date.")
        #expect(try await renewals.review(credit.id, refused, by: actor).reason == "It has no date.")
        #expect(
            try await refusal { _ = try await renewals.review(credit.id, refused, by: actor) }?.code
                == "refused-already"
        )
        #expect(try await here.mailKinds(about: id).last == "mail.renewal_refused")
        let accepted = try CreditVerdict(isAccepted: true, reason: nil)
        #expect(try await renewals.review(credit.id, accepted, by: actor).state == .accepted)
        #expect(try await renewals.show(id.printed(), by: actor).standing.acceptedMinutes == 150)
        #expect(try await renewals.list(RenewalFilter(isToReview: true), by: actor).isEmpty)
        #expect(try await renewals.fetch(credit.id, by: actor).octets.count == credit.size)
        try await here.earn(id, minutes: 150, "coursework")
        try await here.pay(id)
        try await here.moveClock(daysBefore: 10, endOf: id)
        try await here.renew(id)
        #expect(try await refusal { _ = try await renewals.review(credit.id, refused, by: actor) }?.code == "term-over")
        let unknown = RenewalCreditID(rawValue: 999)
        #expect(
            try await refusal { _ = try await renewals.review(unknown, refused, by: actor) }?.code == "credit-unknown"
        )
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("what is typed wrongly is told field by field, all at once")
    func typed() async throws {
        try await here.furnish()
        let all = try await fields {
            _ = try await here.draft("sleep", minutes: "-5", title: " ", doneOn: "2027-02-30", licenseType: "R2")
        }
        #expect(all == ["kind", "title", "minutes", "done_on", "license_type"])
        for minutes in ["0", "-60", "1.5", "two", "", "44641", "99999999999999999999"] {
            #expect(try await fields { _ = try await here.draft(minutes: minutes) } == ["minutes"], "\(minutes)")
        }
        let file = try await fields {
            _ = try CreditDraft(kind: "coursework", title: "x", minutes: "1", doneOn: "2026-01-01") {
                try EvidenceFile(name: "x.exe", octets: Data([0x4D, 0x5A, 0x00]))
            }
        }
        #expect(file == ["file"])
    }

    @Test("without a license that counts, in the future, before the term, or of another kind it is refused")
    func counts() async throws {
        let id = try await here.certificate().id
        func wrong(_ draft: CreditDraft) async throws -> [String] {
            try await fields { _ = try await renewals.record(draft, of: id.printed(), by: here.staff(.registrar)) }
        }
        #expect(try await wrong(here.draft(licenseType: "")) == ["license_type"])
        #expect(try await wrong(here.draft(licenseType: "CPT")) == ["license_type"])
        #expect(try await wrong(here.draft(licenseNumber: "")) == ["license_number"])
        #expect(
            try await wrong(here.draft(supervisor: "", licenseType: "", licenseNumber: ""))
                == ["supervisor", "license_type", "license_number"]
        )
        #expect(try await wrong(here.draft(doneOn: here.wallDay(plus: 2))) == ["done_on"])
        #expect(try await wrong(here.draft(doneOn: here.wallDay(plus: -10))) == ["done_on"])
        // This one was issued long after 2012: it asks for no foundations course.
        #expect(try await wrong(here.draft("foundations")) == ["kind"])
        #expect(try await renewals.show(id.printed(), by: .system).credits.isEmpty)
        // As everybody writes it.
        let lower = try await here.draft(licenseType: "p.t.a.")
        #expect(
            try await renewals.record(lower, of: id.printed(), by: here.staff(.registrar)).licenseType == "PTA"
        )
    }

    @Test("the same file counts once for one holder, whichever certificate it is for; refused, it may come again")
    func twice() async throws {
        let id = try await here.certificate().id
        let actor = try await here.staff(.registrar)
        let first = try await renewals.record(here.draft(file: "Same."), of: id.printed(), by: actor)
        let again = try await refusal {
            _ = try await renewals.submit(here.draft("coursework", file: "Same."), link: here.renewalLink(of: id))
        }
        #expect(again?.code == "evidence-known" && again?.message.contains("as number \(first.id)") == true)
        let refused = try CreditVerdict(isAccepted: false, reason: "The number is wrong.")
        _ = try await renewals.review(first.id, refused, by: actor)
        let second = try await renewals.record(here.draft(file: "Same."), of: id.printed(), by: actor)
        let late = try await refusal {
            _ = try await renewals.review(first.id, CreditVerdict(isAccepted: true, reason: nil), by: actor)
        }
        #expect(late?.code == "evidence-known")
        _ = try await renewals.review(second.id, CreditVerdict(isAccepted: true, reason: nil), by: actor)
        // The next term knows it too.
        try await here.moveClock(daysBefore: 10, endOf: id)
        try await here.pay(id)
        try await here.renew(id)
        let next = try await refusal {
            _ = try await renewals.record(here.draft(file: "Same."), of: id.printed(), by: actor)
        }
        #expect(next?.code == "evidence-known")
        // Somebody else may have been in the same room.
        let other = try await here.certificate(of: "Bo").id
        _ = try await renewals.record(here.draft(file: "Same."), of: other.printed(), by: actor)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("the same file twice at once is kept once")
    func race() async throws {
        let id = try await here.certificate().id
        let link = try await here.renewalLink(of: id)
        let draft = try await here.draft(file: "Same.")
        let codes = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 1...5 {
                group.addTask { try await refusal { _ = try await renewals.submit(draft, link: link) }?.code ?? "kept" }
            }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(codes.sorted() == Array(repeating: "evidence-known", count: 4) + ["kept"])
    }

    @Test("a foundations course is asked of older holders at their first renewal, and not again")
    func foundations() async throws {
        let id = try await here.certificate().id
        try await here.force("UPDATE certificate SET first_issued_at = '1998-05-01' WHERE id = \(id.rawValue)")
        try await here.moveClock(daysBefore: 60, endOf: id)
        try await here.earn(id)
        try await here.pay(id)
        let plan = try await refusal {
            _ = try await renewals.planRenewal(.these([id.printed()]), by: here.staff(.registrar))
        }
        #expect(plan?.code == "foundations-missing")
        let course = try await here.draft("foundations", supervisor: "", licenseType: "", licenseNumber: "")
        let credit = try await renewals.submit(course, link: here.renewalLink(of: id)).credits.last
        _ = try await renewals.review(
            try #require(credit).id,
            CreditVerdict(isAccepted: true, reason: nil),
            by: here.staff(.registrar)
        )
        try await here.renew(id)
        try await here.moveClock(daysBefore: 60, endOf: id)
        #expect(try await renewals.show(id.printed(), by: .system).standing.needsFoundations == false)
    }

    @Test(
        "money is in the fee's currency, its reference is used once, and no more goes back or is waived than there is"
    )
    func money() async throws {
        let id = try await here.certificate().id
        let actor = try await here.staff(.registrar)
        func pay(_ kind: RenewalPayment.Kind, _ minor: Int, _ words: String?, in currency: String = "USD") async throws
            -> RenewalStanding
        {
            try await renewals.pay(
                RenewalPayment(kind, of: minor, currency, reference: words, reason: kind == .waived ? words : nil),
                for: id.printed(),
                by: actor
            )
        }
        #expect(
            try await fields { _ = try await pay(.received, 0, nil, in: "dollars") } == [
                "amount", "currency", "reference",
            ]
        )
        #expect(try await fields { _ = try await pay(.waived, 1, nil) } == ["reason"])
        #expect(try await fields { _ = try await pay(.received, 5_000, "A", in: "EUR") } == ["currency"])
        #expect(try await pay(.received, 5_000, "A").dueMinor == 0)
        #expect(try await pay(.received, 5_000, "A").settledMinor == 5_000)
        #expect(try await refusal { _ = try await pay(.received, 4_000, "A") }?.code == "reference-used")
        #expect(try await refusal { _ = try await pay(.refunded, 5_001, "B") }?.code == "refund-too-large")
        #expect(try await refusal { _ = try await pay(.waived, 1, "Why not") }?.code == "waiver-too-large")
        #expect(try await pay(.refunded, 2_000, "B").dueMinor == 2_000)
        try await here.force(
            "UPDATE staff SET email = (SELECT person.email FROM person JOIN certificate ON person_id = person.id LIMIT 1)"
        )
        #expect(try await refusal { _ = try await pay(.waived, 2_000, "Me") }?.code == "waiver-is-own")
        try await here.force("UPDATE staff SET email = login || '@staff.example'")
        #expect(try await pay(.waived, 2_000, "Teaches").dueMinor == 0)
        #expect(try await refusal { _ = try await pay(.refunded, 3_001, "C") }?.code == "refund-too-large")
        let story = try await renewals.show(id.printed(), by: actor)
        #expect(
            story.payments.map(\.kind) == [.received, .refunded, .waived] && story.payments.last?.reason == "Teaches"
        )
    }

    @Test("nobody reviews what they brought for their own certificate")
    func own() async throws {
        let certificate = try await here.certificate()
        try await here.force(
            """
            UPDATE person SET email = 'registrar@institute.example'
            WHERE id = (SELECT person_id FROM certificate WHERE id = \(certificate.id.rawValue))
            """
        )
        let own = try await refusal { try await here.earn(certificate.id) }
        #expect(own?.code == "reviewer-is-holder")
    }
}
