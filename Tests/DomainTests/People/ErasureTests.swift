import Credentials
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Erasing a person", .database)
struct ErasureTests {
    let here = TestDatabase.current
    var people: People { here.registrar.people }

    private func key(_ typed: String) throws -> PersonKey { try PersonKey(typed: typed) }

    @Test("of somebody with traces everywhere no table holds name, address, text or file any more")
    func everywhere() async throws {
        let (person, certificate, _) = try await here.canary()
        try await here.registerAndRenew(certificate)
        try await here.sitAndHandOut(person)
        #expect(
            try await here.tables(holding: Canary.traces) == [
                "certificate", "certificate_file", "certificate_name", "certificate_rendering", "enrollment",
                "evidence_file", "job", "payload", "payment", "person", "plan", "register_entry", "renewal_file",
            ]
        )
        let subject: UUID = try await here.service.read {
            try $0.one("SELECT subject FROM certificate WHERE id = \(certificate.id.rawValue)")
        }
        let number: Int = try await here.service.read {
            try $0.one("SELECT number FROM candidate WHERE enrollment_id = (SELECT min(enrollment_id) FROM candidate)")
        }
        let before = try await people.show(.id(person), by: .system).counts
        #expect(before.evidence == 2)
        let plan = try await people.planErasure(of: .id(person), by: .system)
        #expect(before.mails == plan.mails.count)
        let texts: Int = try await here.owner.read { try $0.one("SELECT count(*) FROM payload") }
        try await here.erase(.id(person))
        let gone: Int = try await here.owner.read { try $0.one("SELECT count(*) FROM erased_payload") }
        #expect(texts > gone && before.texts == gone)
        #expect(try await here.tables(holding: Canary.traces + ["kixote@canario.example", "Canary Wharf"]) == [])
        #expect(try await here.tables(holding: [subject.uuidString, "\(number)"]) == [])
        #expect(try await people.show(.id(person), by: .system).counts.evidence == 0)
        // The exam's story changes its program past the trigger.
        #expect(try await here.brokenInvariants().filter { $0 != "frozen_versions_never_change" } == [])
        #expect(try await here.registrar.audit.verify(by: .system).broken == [])
        // What it was about is still known, and to whom it was said is not.
        let kinds = try await here.events(of: here.canaryClaim(person))
        #expect(kinds == ["held", "confirmed", "attended"])
    }

    @Test("the ID answers that it was issued to somebody who was erased; its dates stay and no bit is set")
    func certificate() async throws {
        let (person, certificate, _) = try await here.canary()
        let certificates = here.registrar.certificates
        let ring = try await here.registrar.keys.ring()
        #expect(try await certificates.check(certificate, by: ring).signature == .valid)
        try await here.erase(.id(person))
        let erased = try await certificates.require(certificate.printedID)
        #expect(erased.status == .erased && erased.name == nil)
        #expect(erased.validUntil == certificate.validUntil && erased.firstIssuedAt == certificate.firstIssuedAt)
        #expect(try await certificates.check(erased, by: ring).signature == .unavailable)
        #expect(try await certificates.files(of: certificate.id, version: 2) == nil)
        let gone = try await refusal {
            _ = try await certificates.rendering(.letter, of: certificate) { _ in Array(Canary.name.utf8) }
        }
        #expect(gone?.code == "certificate-erased")
        let story = try await certificates.story(of: certificate.printedID, by: .system)
        #expect(story.events.map(\.kind) == ["issued", "corrected", "erased"])
        #expect(story.events.allSatisfy { $0.words == nil } && story.events.last?.staff == "owner")
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("a seat to come is given back and goes to who waits; old links say that nobody is behind them")
    func seats() async throws {
        let (person, _, claims) = try await here.canary()
        let plan = try await here.erase(.id(person))
        #expect(plan.lines.map(\.words).contains { $0.hasSuffix("confirmed: seat 1 given back, name gone") })
        #expect(try await here.events(of: claims[1]).last == "withdrawn/own_request")
        #expect(try await here.mailKinds(to: "next@example.org").contains("mail.offered"))
        for purpose in [LinkToken.Purpose.show, .act] {
            let link = LinkToken(purpose, claims[1]).text(sealedWith: TestDatabase.secrets.links)
            #expect(try await refusal { _ = try await here.registrar.seats.open(link: link) }?.code == "person-erased")
        }
        let name = here.nameLink(of: claims[0])
        let certificates = here.registrar.certificates
        #expect(try await refusal { _ = try await certificates.name(link: name) }?.code == "person-erased")
        #expect(
            try await refusal { _ = try await certificates.confirmName(link: name, typed: "Z") }?.code
                == "person-erased"
        )
        let reason = try StaffReason(.other, "x")
        let restored = try await refusal {
            _ = try await here.registrar.seats.restore(claims[2], because: reason, by: .system)
        }
        #expect(restored?.code == "person-erased")
    }

    @Test("mails stop at once, what was sent is told to the caller, and the worker has a job to look again")
    func mails() async throws {
        let (person, _, _) = try await here.canary()
        let plan = try await here.erase(.id(person))
        let jobs = try await here.registrar.jobs.list(limit: 1_000, by: .system)
        let mine = jobs.filter { plan.mails.contains($0.id) }
        #expect(mine.count == plan.mails.count && mine.allSatisfy { $0.state == .done && $0.lastError == nil })
        let order = try #require(jobs.first { $0.kind == Job.erasing })
        #expect(order.state == .queued)
        #expect(try await here.registrar.jobs.mails(toErase: order) == plan.mails)
        // Even one that staff send again has nothing to say.
        for job in mine {
            _ = try await here.registrar.jobs.retry(job.id, by: .system)
            #expect(try await here.registrar.jobs.letter(for: job) == nil)
            #expect(try await here.registrar.jobs.certificateLetter(for: job) == nil)
        }
    }

    @Test("a plan that no longer holds is refused; nobody is erased twice; the address is somebody new's then")
    func again() async throws {
        let first = try await here.openCohort()
        let second = try await here.openCohort()
        let claim = try await here.reserve(first, Canary.email, name: Canary.name, subscribe: true).id
        let plan = try await people.planErasure(of: key(" \(Canary.email.uppercased())"), by: .system)
        _ = try await here.reserve(second, Canary.email, name: Canary.name)
        let stale = try await refusal { _ = try await people.erase(key(Canary.email), hash: plan.hash, by: .system) }
        #expect(stale?.code == "plan-changed")
        #expect(try await here.tables() == ["enrollment", "person"])
        try await here.erase(key(Canary.email))
        #expect(try await here.tables() == [])
        #expect(try await refusal { try await here.erase(.id(plan.person)) }?.code == "erased-already")
        #expect(try await refusal { try await here.erase(key(Canary.email)) }?.code == "person-unknown")
        let namesake = try await here.reserve(second, "other@example.org", name: Canary.name.uppercased()).id
        let anew = try await here.reserve(first, Canary.email, name: Canary.name).id
        let toldOf = try await people.planErasure(of: key(Canary.email), by: .system).namesakes
        #expect(try await toldOf == [people.show(key("other@example.org"), by: .system).id])
        #expect(namesake != anew)
        #expect(anew != claim)
        let record = try await people.show(key(Canary.email), by: .system)
        #expect(record.id != plan.person && record.claims.map(\.id) == [anew] && record.consent == nil)
        let before = try await people.show(.id(plan.person), by: .system)
        #expect(before.erasedAt != nil && before.consent == "withdrawn" && before.claims.count == 2)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("money that comes later is refused in words, and a mail that fails meanwhile says nothing more of them")
    func afterwards() async throws {
        let cohort = try await here.openCohort()
        let id = try await here.reserve(cohort, Canary.email, name: Canary.name).id
        let job = try #require(
            try await here.registrar.jobs.claim(limit: 10, lease: .seconds(60)).first { $0.enrollmentId == id }
        )
        try await here.erase(key(Canary.email))
        try await here.registrar.jobs.fail(job.id, error: "no way to \(Canary.email)")
        let entry = try PaymentEntry(.received, of: 100, "USD", for: id, reference: "WIRE \(Canary.name)")
        let refused = try await refusal { _ = try await here.registrar.payments.record(entry, by: .system) }
        #expect(refused?.code == "person-erased")
        #expect(try await here.tables() == [])
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("while money waits for a decision nobody is erased, because nobody could be paid back")
    func money() async throws {
        let cohort = try await here.openCohort()
        let id = try await here.reserve(cohort, Canary.email, name: Canary.name).id
        _ = try await here.registrar.seats.confirm(id, by: .applicant(id))
        let actor = try await here.staff(.registrar)
        let entry = try PaymentEntry(.received, of: 129_500, "USD", for: id, reference: "W-1")
        _ = try await here.registrar.payments.record(entry, by: actor)
        let live = try await refusal { try await here.erase(key(Canary.email)) }
        #expect(live?.code == "money-undecided" && live?.message.contains("registrar seat withdraw \(id)") == true)
        _ = try await here.registrar.seats.withdraw(id, by: actor)
        #expect(try await refusal { try await here.erase(key(Canary.email)) }?.code == "money-undecided")
        let open = try #require(try await here.registrar.payments.openCases(by: actor).first)
        _ = try await here.registrar.payments.settle(open.id, .refund(reference: "W-2"), by: actor)
        try await here.erase(key(Canary.email))
        let (account, lines) = try await here.registrar.payments.ledger(of: id, by: .system)
        #expect(account.withUsMinor == 0 && lines.map(\.amountMinor) == [129_500, 129_500, 129_500])
        #expect(lines.compactMap(\.reference).allSatisfy { $0.hasPrefix("erased:") })
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("who was merged into somebody goes with them, by whichever address they are named")
    func merged() async throws {
        _ = try await here.reserve(here.openCohort(), "first@example.org", name: Canary.name)
        _ = try await here.reserve(here.openCohort(), Canary.email, name: Canary.name)
        try await here.merge(key("first@example.org"), with: key(Canary.email))
        let plan = try await here.erase(key(Canary.email))
        #expect(plan.lines.count == 4 && plan.namesakes.isEmpty)
        #expect(try await here.tables(holding: Canary.words + ["first@example.org"]) == [])
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("words about others go where they hold the address, not where they hold another that ends like it")
    func mentions() async throws {
        let cohort = try await here.openCohort()
        _ = try await here.reserve(cohort, "a@example.org", name: Canary.name)
        let going = [
            "Asked for by A@example.org.", "Two wrote:\na@example.org", "By mail:\ta@example.org, once.",
            "-a@example.org", "_a@example.org_", "…a@example.org’s seat", "(a@example.org)", "'a@example.org'",
            "<a@example.org>", "\"a@example.org\"", "„a@example.org“", "mailto:a@example.org?subject=x",
            "b@example.org/a@example.org", "see a@example.org…then",
        ]
        let staying = [
            "Asked for by maria.a@example.org.", "a@example.org.nz wrote", "o'a@example.org", "o’a@example.org",
            "x+a@example.org", "x=a@example.org", "x/a@example.org", "x&a@example.org", "x-a@example.org",
            "x_a@example.org", "{x}a@example.org", "éa@example.org", "a@example.org-wide.net", "a@example.orgy",
            "bounce#a@example.org", "a+x@example.org",
        ]
        let actor = try await here.staff(.registrar)
        for words in going + staying {
            let other = try await here.reserve(here.openCohort(), "p\(here.nextNumber())@example.org").id
            _ = try await here.registrar.seats.remove(other, because: StaffReason(.other, words), by: actor)
        }
        let told = try await people.planErasure(of: key("a@example.org"), by: .system).lines
        // Each text lies in the claim's history, and once more in the audit trail.
        let words = "gone, as this address stands in them: \(going.count * 2)"
        #expect(told.first { $0.subject == "texts of others" }?.words == words)
        try await here.erase(key("a@example.org"))
        let left: [String] = try await here.service.read {
            try $0.all(
                """
                SELECT payload.body ->> 'reason'
                FROM enrollment_event
                JOIN payload ON payload.id = payload_id
                ORDER BY payload.id
                """
            )
        }
        #expect(left == staying)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test(
        "an exam under way ends with its person, and is scored by what was saved; the database erases nobody who sits one"
    )
    func sitting() async throws {
        try await here.importExam()
        let ada = try await here.examinees()[0]
        let attempt = try await here.registrar.attempts.begin(link: ada.link, requirement: TestDatabase.requirement)
        let person: PersonID = try await here.service.read {
            try $0.one("SELECT person_id FROM enrollment WHERE id = \(ada.claim)")
        }
        #expect(
            await constraint {
                try await here.service.write { _ = try $0.execute("SELECT erase_person(\(person), NULL, NULL)") }
            } == "erased_people_sit_no_exam"
        )
        let plan = try await here.erase(.id(person))
        #expect(plan.lines.contains { $0.words == "under way: 1; ended, and scored by what was saved" })
        let (finish, scores): (String?, Int) = try await here.service.read { connection in
            let finish: String? = try connection.one("SELECT finish FROM attempt WHERE id = \(attempt.id)")
            return (finish, try connection.one("SELECT count(*) FROM score WHERE attempt_id = \(attempt.id)"))
        }
        #expect(finish == "erased" && scores == 1)
        // The story changed its program past its trigger.
        #expect(try await here.brokenInvariants() == ["frozen_versions_never_change"])
    }

    @Test("a member of staff with the same address stays, and so does what was said of them")
    func staff() async throws {
        let cohort = try await here.openCohort()
        _ = try await here.reserve(cohort, "owner@institute.example", name: "Owner")
        let plan = try await here.erase(key("owner@institute.example"))
        #expect(plan.staff == ["owner"])
        #expect(try await here.tables(holding: ["owner@institute.example"]) == ["payload", "staff"])
    }
}

extension TestDatabase {
    fileprivate func canaryClaim(_ person: PersonID) async throws -> EnrollmentID {
        try await service.read { try $0.one("SELECT min(id) FROM enrollment WHERE person_id = \(person)") }
    }
}
