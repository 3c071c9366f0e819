import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("What somebody gets who asks what is known", .database)
struct DossierTests {
    let here = TestDatabase.current

    private func dossier(_ person: PersonID) async throws -> Dossier {
        try await here.registrar.people.dossier(of: .id(person), by: here.staff(.registrar))
    }

    @Test("every table that tells of people is in it, or is named with the reason why it is not")
    func catalog() async throws {
        let telling: [String] = try await here.owner.read { connection in
            try connection.all(
                """
                WITH RECURSIVE edge AS (
                    SELECT DISTINCT conrelid, confrelid
                    FROM pg_constraint
                    WHERE contype = 'f' AND connamespace = 'public'::regnamespace
                    UNION
                    -- What names them without a key.
                    SELECT attrelid, CASE attname WHEN 'certificate_id' THEN 'certificate'::regclass ELSE 'person'::regclass END
                    FROM pg_attribute
                    JOIN pg_class ON pg_class.oid = attrelid AND relkind = 'r' AND relnamespace = 'public'::regnamespace
                    WHERE attname IN ('certificate_id', 'person_id', 'address_digest')
                ),
                telling AS (
                    SELECT oid
                    FROM pg_class
                    WHERE oid IN ('person'::regclass, 'enrollment'::regclass, 'certificate'::regclass)
                    UNION
                    SELECT edge.conrelid
                    FROM telling
                    JOIN edge ON edge.confrelid = telling.oid
                )
                SELECT oid::regclass::text
                FROM telling
                ORDER BY 1
                """
            )
        }
        let told = DossierSection.all.reduce(into: Set<String>()) { $0.formUnion($1.tables) }
        let withheld = Set(DossierSection.withheld.map(\.table))
        #expect(Set(telling).subtracting(told).subtracting(withheld) == [])
        #expect(told.isDisjoint(with: withheld))
        // The trail and the texts of history are told by number, and not by a key.
        #expect(told.union(withheld).subtracting(telling) == ["audit_entry", "payload"])
    }

    @Test("it holds claims, money, files, certificates, consents and mails of all addresses, in an order that stays")
    func whole() async throws {
        let (person, certificate, claims) = try await here.canary()
        try await here.registerAndRenew(certificate)
        let dossier = try await dossier(person)
        let parts = Dictionary(uniqueKeysWithValues: dossier.parts.map { ($0.section.name, $0.rows) })
        #expect(dossier.parts.map(\.section.name) == DossierSection.all.map(\.name))
        #expect(parts["addresses"]?.first?["address"] == .text(Canary.email))
        #expect(parts["claims"]?.map { $0["claim"] } == claims.sorted().map { .number($0.rawValue) })
        #expect(parts["payments"]?.contains { $0["reference"] == .text("WIRE \(Canary.misspelt)") } == true)
        #expect(parts["evidence"]?.first?["file"] == .text(dossier.files[0].path))
        #expect(dossier.files.map { String(decoding: $0.octets, as: UTF8.self) }.first == "I am \(Canary.name).")
        #expect(parts["certificates"]?.first?["id"] == .text(certificate.printedID))
        #expect(parts["certificate_history"]?.map { $0["what"] } == [.text("issued"), .text("corrected")])
        #expect(parts["register"]?.first?["city"] == .text("Canary Wharf"))
        #expect(parts["credits"]?.first?["review"] == .text("accepted"))
        let wording: String = try await here.service.read {
            try $0.one("SELECT wording FROM consent_wording WHERE version = 1")
        }
        #expect(parts["consents"]?.map { $0["what"] } == [.text("requested"), .text("confirmed")])
        #expect(parts["consents"]?.allSatisfy { $0["wording"] == .text(wording) } == true)
        #expect(parts["mails"]?.isEmpty == false && parts["trail"]?.isEmpty == false)
        for (name, rows) in parts {
            let columns = Set(try #require(DossierSection.all.first { $0.name == name }).columns.map(\.name))
            #expect(rows.allSatisfy { Set($0.keys) == columns }, "\(name)")
        }
        let again = try await self.dossier(person)
        #expect(again.parts.dropLast().map(\.rows) == dossier.parts.dropLast().map(\.rows))
        // Looking is an act about them, too.
        #expect(again.parts.last?.rows.last?["what"] == .text("person export"))
        let auditor = try await here.staff(.auditor)
        let refused = try await refusal {
            _ = try await here.registrar.people.dossier(of: .id(person), by: auditor)
        }
        #expect(refused?.code == "role-missing")
        try await here.erase(.id(person))
        #expect(try await refusal { _ = try await self.dossier(person) }?.code == "erased-already")
    }

    @Test("results are as the candidate may know them: no question, no key, no rater, and staff by their part alone")
    func discreet() async throws {
        let (code, claims) = try await here.practicalCohort(["Ada Lovelace"])
        let entered = try await here.schedulePractical(claims[0])
        let practicals = here.registrar.practicals
        let noted = RatingDraft(levels: try here.levels(2).levels, note: "A secret note of a rater.")
        try await practicals.rate(entered.candidate, noted, by: here.member("maya"))
        try await practicals.rate(entered.candidate, here.levels(2), by: here.member("sam"))
        let words = try ProgressEntry(.reopened, "cpr-card", note: "Ask Maya, or maya@institute.example.")
        try await here.say(words, of: claims[0], in: code, by: .registrar)
        let dossier = try await dossier(here.person(of: claims[0]))
        let all = String(decoding: try JSONEncoder().encode(dossier.parts.map(\.rows)), as: UTF8.self)
        for hidden in ["secret note", "Maya", "maya", "\(entered.candidate)", "owner@", "Registrar"] {
            #expect(!all.contains(hidden), "\(hidden)")
        }
        #expect(all.contains("Ask [a member of staff], or [a member of staff]."))
        let practical = try #require(dossier.parts.first { $0.section.name == "practicals" }?.rows.first)
        #expect(practical["passed"] == .flag(true))
    }

    @Test("of a failed exam it tells the areas, and none of what was asked")
    func exam() async throws {
        try await here.importExam()
        let ada = try await here.examinees()[0]
        try await here.sit(ada.link, rightly: false)
        let dossier = try await dossier(here.person(of: ada.claim))
        let exam = try #require(dossier.parts.first { $0.section.name == "exams" }?.rows.first)
        #expect(exam["passed"] == .flag(false) && exam["areas"] != Dossier.Value.none)
        let all = String(decoding: try JSONEncoder().encode(dossier.parts.map(\.rows)), as: UTF8.self)
        let stems: [String] = try await here.owner.read { try $0.all("SELECT stem FROM item_text") }
        #expect(!stems.isEmpty && stems.allSatisfy { !all.contains($0) })
    }
}
