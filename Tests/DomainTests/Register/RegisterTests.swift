import Credentials
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("The public register", .database)
struct RegisterTests {
    let here = TestDatabase.current
    var register: Register { here.registrar.register }

    private func names(_ text: String) async throws -> [String] {
        try await register.search(RegisterSearch(text)).listings.map(\.name)
    }

    @Test("who said yes by the link is found across scripts, and nobody else")
    func found() async throws {
        try await here.importRecords(
            TestDatabase.records(
                "1,Zoë Müller,,MES,,2025,2099,,,Zürich",
                "2,Юлия Жукова,,MES,,2025,2099,,,Москва",
                "3,Ada 100% Lovelace,,MES,AAFP,2025,2099,,,Houston",
                "4,Silent Holder,,MES,,2025,2099,,,Houston"
            )
        )
        #expect(try await register.count() == 0)
        for number in ["1", "2", "3"] {
            let link = try await here.registerLink(of: number)
            let choice = try await register.choice(link: link)
            #expect(!choice.isIn && !choice.city.isEmpty)
            let chosen = try await register.optIn(link: link, city: number == "1" ? "  Zürich " : choice.city)
            #expect(chosen.isShown)
        }
        #expect(try await register.count() == 3)
        for text in ["zoe", "ZOË MUL", "mueller", "zurich", "müller zoe"] {
            #expect(try await names(text) == ["Zoë Müller"])
        }
        for text in ["Юлия", "yuliya zhukova", "moskva", "ulia"] { #expect(try await names(text) == ["Юлия Жукова"]) }
        #expect(try await names("aafp") == ["Ada 100% Lovelace"])
        #expect(try await names("100%") == ["Ada 100% Lovelace"])
        for text in ["silent", "hous_on", "a%", "zo.*", "zoe | ada", "z*", "'; DROP TABLE register_entry; --", "zoe\\"]
        {
            #expect(try await names(text) == [], "\(text)")
        }
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("whose certificate ends or is suspended is found no more, at once; a corrected name is found by the new one")
    func life() async throws {
        let certificate = try await here.certificate(of: "Grace Hoper")
        let link = try await here.registerLink(certificate)
        _ = try await register.optIn(link: link, city: "")
        #expect(try await names("hoper") == ["Grace Hoper"])
        let reason = try StaffReason(.conduct, "Because.")
        let certificates = here.registrar.certificates
        let decider = try await here.staff(.decider)
        _ = try await certificates.correct(certificate.printedID, name: "Grace Hopper", because: reason, by: decider)
        #expect(try await names("hoper") == [])
        #expect(try await names("hopper") == ["Grace Hopper"])
        _ = try await certificates.change(certificate.printedID, .suspend, because: reason, by: decider)
        #expect(try await names("hopper") == [])
        #expect(try await register.count() == 0)
        #expect(try await register.choice(link: link).isIn)
        #expect(
            try await refusal { _ = try await register.optIn(link: link, city: "Bern") }?.code
                == "certificate-not-active"
        )
        _ = try await certificates.change(certificate.printedID, .reinstate, because: reason, by: decider)
        #expect(try await names("hopper") == ["Grace Hopper"])
        try await here.shiftClock(by: .seconds(800 * 86_400))
        #expect(try await names("hopper") == [])
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("in and out by the link, by staff, by erasure: history says each once, and staff see it")
    func history() async throws {
        let certificate = try await here.certificate()
        let link = try await here.registerLink(certificate)
        let office = try await here.staff(.registrar)
        _ = try await register.optOut(link: link)
        _ = try await register.optIn(link: link, city: "Bern")
        _ = try await register.optIn(link: link, city: "Basel")
        _ = try await register.optOut(link: link)
        _ = try await register.optIn(link: link, city: "")
        let reason = try StaffReason(.ownRequest, "By telephone.")
        try await register.remove(certificate, because: reason, by: office)
        #expect(
            try await refusal { try await register.remove(certificate, because: reason, by: office) }?.code
                == "not-in-register"
        )
        _ = try await register.optIn(link: link, city: "")
        #expect(try await register.list(by: office).items.map(\.name) == ["Ada Lovelace"])
        let person: PersonID = try await here.service.read { try $0.one("SELECT person_id FROM certificate") }
        let owner = try await here.staff(.owner)
        let plan = try await here.registrar.people.planErasure(of: .id(person), by: owner)
        _ = try await here.registrar.people.erase(.id(person), hash: plan.hash, by: owner)
        let told = try await register.show(certificate, by: office)
        #expect(told.entry == nil)
        #expect(
            told.events.map { "\($0.kind) by \($0.actor)" } == [
                "opted_in by holder", "opted_out by holder", "opted_in by holder", "opted_out by staff",
                "opted_in by holder", "opted_out by erasure",
            ]
        )
        #expect(try await refusal { _ = try await register.choice(link: link) }?.code == "certificate-erased")
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("strange cities and strange links are refused")
    func refusals() async throws {
        let certificate = try await here.certificate()
        let link = try await here.registerLink(certificate)
        for city in [String(repeating: "x", count: 101), "a\u{202E}b", "x@example.org", "https://spam.example", "123"] {
            await #expect(throws: InvalidInput.self, "\(city)") { _ = try await register.optIn(link: link, city: city) }
        }
        for text in ["x", link + "x", here.nameLink(of: EnrollmentID(rawValue: 1))] {
            #expect(try await refusal { _ = try await register.choice(link: text) }?.code == "link-unknown")
        }
    }

    @Test("pages are small, and end")
    func pages() async throws {
        let rows = (1...230).map { "N-\($0),Person \(String(format: "%03d", $0)),,MES,,2025,2099,,,Bern" }
        let header = "number,name,email,program,credential,issued,expires,status,status_since,city"
        try await here.importRecords(
            TableSource(name: "old.csv", octets: Data(([header] + rows).joined(separator: "\n").utf8))
        )
        try await here.force(
            """
            INSERT INTO register_entry (certificate_id, since, words, sort_key)
            SELECT id, now(), to_tsvector('simple', name), lower(name) FROM certificate;
            """
        )
        try await here.force(
            """
            INSERT INTO register_event (certificate_id, number, kind, at, wording_version, actor)
            SELECT id, 1, 'opted_in', now(), 1, 'holder' FROM certificate
            """
        )
        var (seen, cursor, pages): ([String], String?, Int) = ([], nil, 0)
        repeat {
            let found = try await register.search(RegisterSearch("person"), after: cursor)
            seen += found.listings.map(\.name)
            cursor = found.next
            pages += 1
            #expect(found.isCut == (pages == 10))
        } while cursor != nil
        #expect(pages == 10 && Set(seen).count == 200 && seen.first == "Person 001")
        for cursor in ["", "x", Data("p10".utf8).base64URL, Data("p-1".utf8).base64URL] {
            #expect(
                try await refusal { _ = try await register.search(RegisterSearch("person"), after: cursor) }?.kind
                    == .invalid
            )
        }
    }

    @Test("the link leaves by mail alone: as a plan, once, and only to addresses that are known")
    func invite() async throws {
        try await here.importRecords(
            TestDatabase.records(
                "1,Zoë Müller,zoe@example.org,MES,,2025,2099,,,Zürich",
                "2,No Address,,MES,,2025,2099,,,",
                "3,Ended,ended@example.org,MES,,1996,1998,,,"
            )
        )
        let office = try await here.staff(.registrar)
        let plan = try await register.planInvite(.allActive, by: office)
        #expect(plan.lines.map(\.outcome.fate) == [.invited, .unreachable])
        _ = try await register.invite(.allActive, hash: plan.hash, by: office)
        #expect(
            try await refusal { _ = try await register.invite(.allActive, hash: plan.hash, by: office) }?.code
                == "plan-changed"
        )
        #expect(
            try await register.planInvite(.allActive, by: office).lines.map(\.outcome.fate) == [.queued, .unreachable]
        )
        let jobs = try await here.registrar.jobs.claim(limit: 10, lease: .seconds(60))
        #expect(jobs.map(\.kind) == ["mail.register_invited"])
        let letter = try #require(try await here.registrar.jobs.certificateLetter(for: jobs[0]))
        #expect(letter.to.rawValue == "zoe@example.org")
        let link = try #require(letter.link.split(separator: "/").last.map(String.init))
        #expect(try await register.optIn(link: link, city: "").isShown)
        // A mail about somebody without an address goes nowhere.
        let decider = try await here.staff(.decider)
        let reason = try StaffReason(.conduct, "Because.")
        _ = try await here.registrar.certificates.change("2", .suspend, because: reason, by: decider)
        let silent = try await here.registrar.jobs.claim(limit: 10, lease: .seconds(60))
        #expect(silent.count == 1 && silent[0].email == nil)
        #expect(try await here.registrar.jobs.certificateLetter(for: silent[0]) == nil)
    }
}
