import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("The list's export", .database)
struct ExportTests {
    let here = TestDatabase.current

    private func note(_ kind: String, _ email: String) async throws {
        try await here.force(
            """
            INSERT INTO consent_event (person_id, kind, at, source, wording_version)
            SELECT id, \(kind), now(), 'page', 1
            FROM person
            WHERE email = \(email)
            """
        )
    }

    private func export(_ profile: ExportProfile) async throws -> (text: String, summary: ExportSummary) {
        let file = Written()
        let summary = try await here.registrar.subscribers.export(profile: profile, by: here.staff(.registrar)) {
            file.append($0)
        }
        let digest = try await here.service.read { connection in
            try connection.one("SELECT encode(sha256(\(file.octets)), 'hex')", as: String.self)
        }
        #expect(summary.sha256 == digest)
        return (String(decoding: file.octets, as: UTF8.self), summary)
    }

    @Test(
        "each profile has its header, byte for byte, even with no rows",
        arguments: [
            (ExportProfile.kajabi, "Email Address,Name,Phone Number\r\n"),
            (.mailchimp, "Email Address,First Name,Last Name,Tags\r\n"),
            (.kit, "email,first_name,tags\r\n"),
            (.kitWithoutName, "email\r\n"),
            (.brevo, "EMAIL,FIRSTNAME,LASTNAME\r\n"),
            (.spreadsheet, "\u{FEFF}Email Address,Name,Source,Confirmed At\r\n"),
            (.jsonl, ""),
        ]
    )
    func header(profile: ExportProfile, expected: String) async throws {
        let (text, summary) = try await export(profile)
        #expect(Array(text.utf8) == Array(expected.utf8))
        #expect(summary.rows == 0)
    }

    @Test(
        "each profile writes people as its platform wants them",
        arguments: [
            (
                ExportProfile.kajabi,
                ["ada@x.org,Ada,", #"bo@x.org,"Bo ""B"" de Vries, Jr","#, "li@x.org,李　小龙,", "no@x.org,,"]
            ),
            (
                .mailchimp,
                [
                    "ada@x.org,Ada,,reservation", #"bo@x.org,Bo,"""B"" de Vries, Jr",reservation"#,
                    "li@x.org,李,小龙,reservation", "no@x.org,,,reservation",
                ]
            ),
            (.kit, ["ada@x.org,Ada,reservation", "bo@x.org,Bo,reservation", "li@x.org,李,reservation"]),
            (.kitWithoutName, ["no@x.org"]),
            (.brevo, ["ada@x.org,Ada,", #"bo@x.org,Bo,"""B"" de Vries, Jr""#, "li@x.org,李,小龙", "no@x.org,,"]),
        ]
    )
    func rows(profile: ExportProfile, expected: [String]) async throws {
        try await here.subscribe([
            ("ada@x.org", "Ada"), ("bo@x.org", "Bo \"B\" de Vries, Jr"), ("li@x.org", "李　小龙"), ("no@x.org", nil),
        ])
        let (text, summary) = try await export(profile)
        let lines = [profile.header.joined(separator: ",")] + expected + [""]
        #expect(Array(text.utf8) == Array(lines.joined(separator: "\r\n").utf8))
        #expect(summary.rows == expected.count)
    }

    @Test("a spreadsheet is defanged; for the platforms such rows are held back and listed; JSON has them as they are")
    func formulas() async throws {
        try await here.subscribe([
            ("=1@x.org", "Ada"), ("b@x.org", "=HYPERLINK(\"x\")"), ("c@x.org", "@c"), ("d@x.org", "-D"),
            ("e@x.org", "E=+-@"), ("f@x.org", "Ada;=1+1"), ("g@x.org", "＝1"), ("h@x.org", "Jo, -H; @h"),
        ])
        let (sheet, sheetSummary) = try await export(.spreadsheet)
        #expect(sheetSummary.rows == 8)
        for cell in [
            "'=1@x.org,Ada,", "b@x.org,\"'=HYPERLINK(\"\"x\"\")\",", "c@x.org,'@c,", "d@x.org,'-D,", "e@x.org,E=+-@,",
            "f@x.org,Ada;'=1+1,", "g@x.org,'＝1,", "h@x.org,\"Jo,' -H;' @h\",",
        ] {
            #expect(sheet.contains("\n\(cell)reservation,2026-11-22T10:00:00Z\r\n"))
        }
        let (raw, rawSummary) = try await export(.kajabi)
        #expect(raw == "Email Address,Name,Phone Number\r\ne@x.org,E=+-@,\r\n")
        let held = try #require(rawSummary.heldBack.first)
        #expect(held.reason == .looksLikeAFormula)
        #expect(held.count == 7)
        #expect(held.rows[0] == "=1@x.org,Ada,")
        let (lines, _) = try await export(.jsonl)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let second = try decoder.decode(Line.self, from: Data(lines.split(separator: "\n")[1].utf8))
        #expect(second == Line(email: "b@x.org", name: "=HYPERLINK(\"x\")", confirmedAt: "2026-11-22T10:00:00Z"))
        #expect(lines.split(separator: "\n").count == 8)
    }

    private struct Line: Decodable, Equatable {
        let email: String
        let name: String
        let confirmedAt: String
    }

    @Test("people without a first name are held back from kit and have a file of their own")
    func kit() async throws {
        try await here.subscribe([("ada@x.org", "Ada"), ("no@x.org", nil), ("none@x.org", nil)])
        let (_, summary) = try await export(.kit)
        #expect(summary.rows == 1)
        #expect(
            summary.heldBack == [
                .init(reason: .noFirstName, count: 2, rows: ["no@x.org,,reservation", "none@x.org,,reservation"])
            ]
        )
        #expect(try await export(.kitWithoutName).text == "email\r\nno@x.org\r\nnone@x.org\r\n")
    }

    @Test("only those leave whose last word is a confirmation")
    func confirmedOnly() async throws {
        try await here.subscribe([("stays@x.org", "S"), ("left@x.org", "L"), ("back@x.org", "B"), ("again@x.org", "A")])
        try await here.force("INSERT INTO person (email) VALUES ('asked@x.org'), ('never@x.org')")
        try await note("requested", "asked@x.org")
        try await note("withdrawn", "left@x.org")
        // Asking again after a withdrawal counts for nothing until it is confirmed; asking twice takes nothing away.
        try await note("requested", "left@x.org")
        try await note("withdrawn", "back@x.org")
        try await note("confirmed", "back@x.org")
        try await note("requested", "again@x.org")
        let (text, _) = try await export(.brevo)
        #expect(
            text.split(separator: "\r\n").dropFirst().map { $0.prefix { $0 != "," } } == [
                "stays@x.org", "back@x.org", "again@x.org",
            ]
        )
    }

    @Test("an applicant who ticked the box and used the mailed link is on the list")
    func story() async throws {
        let code = try await here.openCohort()
        for (email, subscribes) in [("yes@x.org", true), ("no@x.org", false), ("unconfirmed@x.org", true)] {
            let id = try await here.reserve(code, email, name: "Ada Lovelace", subscribe: subscribes).id
            guard !email.hasPrefix("un") else { continue }
            _ = try await here.registrar.seats.confirm(id, by: .applicant(id))
        }
        #expect(try await export(.brevo).text == "EMAIL,FIRSTNAME,LASTNAME\r\nyes@x.org,Ada,Lovelace\r\n")
    }

    @Test("an export is audited with who, profile, rows and digest; one that was broken off as well")
    func audited() async throws {
        try await here.subscribe([("ada@x.org", "Ada"), ("no@x.org", nil)])
        let (_, summary) = try await export(.kit)
        let entry = try #require(try await here.registrar.audit.tail(limit: 1, by: .system).first)
        #expect(entry.login == "registrar")
        #expect(entry.verb == "subscriber.export")
        #expect(
            entry.details
                == .kept([
                    "profile": "kit", "filter": "purpose updates", "rows": "1", "sha256": summary.sha256,
                    "held_back": "no_first_name 1",
                ])
        )
        await #expect(throws: Unexpected.self) {
            _ = try await here.registrar.subscribers.export(profile: .kit, by: .system) { _ in throw Unexpected() }
        }
        guard case .kept(let details) = try await here.registrar.audit.tail(limit: 1, by: .system)[0].details else {
            throw Unexpected()
        }
        #expect(details["broken_off"] == "yes")
    }

    @Test("a long list leaves in portions, whole and in order")
    func streamed() async throws {
        try await here.force(
            """
            WITH people AS (
                INSERT INTO person (email, name, address_digest)
                SELECT 'p' || number || '@example.org', 'Person ' || number, sha256(number::text::bytea)
                FROM generate_series(1, 20000) AS number
                RETURNING id
            )
            INSERT INTO consent_event (person_id, kind, at, source, wording_version)
            SELECT id, 'confirmed', now(), 'import', 1
            FROM people
            """
        )
        let file = Written()
        let summary = try await here.registrar.subscribers.export(profile: .brevo, by: .system) { file.append($0) }
        #expect(summary.rows == 20_000)
        #expect(file.largest < 160 * 1024)
        let rows = String(decoding: file.octets, as: UTF8.self).split(separator: "\r\n")
        #expect(rows.count == 20_001)
        #expect(rows.last == "p20000@example.org,Person,20000")
    }
}
