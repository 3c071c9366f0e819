import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Importing a list", .database)
struct ImportTests {
    let here = TestDatabase.current

    static let proof = ConsentProof(
        source: "met_101",
        givenOn: CalendarDate("2026-05-31"),
        wording: .text("Yes, send me news.")
    )

    private func apply(_ list: ListImport) async throws -> ListPlan {
        let plan = try await plan(list)
        return try await here.registrar.subscribers.applyImport(list, hash: plan.hash, by: here.staff(.registrar))
    }

    private func plan(_ list: ListImport) async throws -> ListPlan {
        if try await here.registrar.programs.list(by: .system).isEmpty { try await here.furnish() }
        return try await here.registrar.subscribers.planImport(list, by: here.staff(.registrar))
    }

    private func export(_ profile: ExportProfile) async throws -> String {
        let file = Written()
        _ = try await here.registrar.subscribers.export(profile: profile, by: .system) { file.append($0) }
        return file.text
    }

    @Test("with proof people are on the list, with where, when and to which words they agreed; a plan writes nothing")
    func proven() async throws {
        let list = ListImport.of(
            "Email Address,Name,Phone Number\r\nAda@X.org,Ada Lovelace,123\r\nbo@x.org,,\r\n",
            Self.proof
        )
        let plan = try await plan(list)
        #expect(plan.profile == .kajabi)
        #expect(plan.ignoredColumns == ["Phone Number"])
        #expect(plan.rows(.new) == 2)
        #expect(try await here.service.read { try $0.one("SELECT count(*) FROM person", as: Int.self) } == 0)
        let done = try await here.registrar.subscribers.applyImport(list, hash: plan.hash, by: here.staff(.registrar))
        #expect(done.isApplied)
        let lines = try await export(.jsonl)
        #expect(lines.contains(#""email":"ada@x.org","name":"Ada Lovelace","source":"met_101""#))
        #expect(lines.contains(#""wording":"Yes, send me news.""#))
        let ours: Bool = try await here.service.read { connection in
            try connection.one("SELECT is_ours FROM consent_wording WHERE wording = 'Yes, send me news.'")
        }
        #expect(!ours)
        // The same again changes nothing, and the old hash is refused.
        let again = try await self.plan(list)
        #expect(again.rows(.subscribed) == 2 && again.rows(.new) == 0)
        let refusal = await #expect(throws: Refusal.self) {
            _ = try await here.registrar.subscribers.applyImport(list, hash: plan.hash, by: here.staff(.registrar))
        }
        #expect(refusal?.code == "plan-changed")
        #expect(try await here.brokenInvariants() == [])
        #expect(try await here.service.read { try $0.one("SELECT count(*) FROM list_import_row", as: Int.self) } == 0)
    }

    @Test(
        "without proof they are to be confirmed, and not on the list",
        arguments: [
            ConsentProof(), ConsentProof(source: "met_101", givenOn: CalendarDate("2026-05-31")),
            ConsentProof(givenOn: CalendarDate("2026-05-31"), wording: .version(1)),
        ]
    )
    func unproven(proof: ConsentProof) async throws {
        let list = ListImport.of("email\nada@x.org\n", proof)
        let plan = try await apply(list)
        #expect(plan.rows(.toConfirm) == 1)
        #expect(!plan.missingProof.isEmpty)
        #expect(try await export(.kitWithoutName) == "email\r\n")
        let kinds: [String] = try await here.service.read { try $0.all("SELECT kind FROM consent_event") }
        #expect(kinds == ["requested"])
        #expect(try await self.plan(list).rows(.asked) == 1)
        // With proof the same people are on the list.
        #expect(try await apply(ListImport.of("email\nada@x.org\n", Self.proof)).rows(.new) == 1)
        #expect(try await export(.kitWithoutName) == "email\r\nada@x.org\r\n")
    }

    @Test("nobody is put back who left, is suppressed for any reason, or was erased")
    func neverBack() async throws {
        _ = try await apply(ListImport.of("email\nleft@x.org\nold@x.org\n", Self.proof))
        try await here.force(
            """
            INSERT INTO consent_event (person_id, kind, at, source, wording_version)
            SELECT id, 'withdrawn', registrar_clock(), 'page', 1 FROM person WHERE email = 'left@x.org'
            """
        )
        try await here.service.write { connection in
            for reason in Suppression.allCases {
                let address = EmailAddress(rawValue: "\(reason.rawValue)@x.org")
                try connection.suppress([address.digest(with: TestDatabase.secrets.addresses)], for: reason)
            }
        }
        let text = (["left", "old", "fresh", "fresh"] + Suppression.allCases.map(\.rawValue)).map { "\($0)@x.org\n" }
        let plan = try await apply(ListImport.of("email\n" + text.joined(), Self.proof))
        #expect(plan.rows(.withdrawn) == 1 && plan.rows(.subscribed) == 1)
        #expect(plan.rows(.new) == 1 && plan.rows(.duplicate) == 1)
        for reason in Suppression.allCases {
            #expect(plan.rows(try #require(ListOutcome(rawValue: reason.rawValue))) == 1)
        }
        #expect(try await export(.kitWithoutName) == "email\r\nold@x.org\r\nfresh@x.org\r\n")
    }

    @Test("a name of the file never takes the place of one that is here")
    func names() async throws {
        try await here.force("INSERT INTO person (email, name) VALUES ('ada@x.org', 'Ada King'), ('bo@x.org', NULL)")
        _ = try await apply(ListImport.of("email,name\nada@x.org,Someone\nbo@x.org,Bo\n", Self.proof))
        #expect(try await export(.kajabi).contains("ada@x.org,Ada King,\r\nbo@x.org,Bo,\r\n"))
    }

    @Test("what changed since the plan was shown refuses it")
    func meanwhile() async throws {
        try await here.force("INSERT INTO person (email) VALUES ('ada@x.org')")
        let list = ListImport.of("email\nada@x.org\n", Self.proof)
        let plan = try await plan(list)
        try await here.service.write { connection in
            try connection.suppress(
                [EmailAddress(rawValue: "ada@x.org").digest(with: TestDatabase.secrets.addresses)],
                for: .complaint
            )
        }
        let refusal = await #expect(throws: Refusal.self) {
            _ = try await here.registrar.subscribers.applyImport(list, hash: plan.hash, by: here.staff(.registrar))
        }
        #expect(refusal?.message.contains("rows complaint is new (1)") == true)
    }

    @Test("a source, a wording and a purpose that are not here are told with what is")
    func unknown() async throws {
        let refusal = await #expect(throws: Refusal.self) {
            _ = try await plan(ListImport.of("email\na@x.org\n", ConsentProof(source: "moon", wording: .version(77))))
        }
        #expect(refusal?.problems.map(\.field) == ["source", "wording"])
        #expect(refusal?.message.contains("There is no wording “77”. Known: 1, 3.") == true)
    }

    @Test("an import is audited with its file's digest and its counts, and with no address")
    func audited() async throws {
        _ = try await apply(ListImport.of("email\nada@x.org\n=x@x.org\n", Self.proof))
        let entry = try #require(try await here.registrar.audit.tail(limit: 1, by: .system).first)
        guard entry.verb == "subscriber.import", case .kept(let details) = entry.details else { throw Unexpected() }
        #expect(details["rows new"] == "1" && details["quarantined rows"] == "1")
        #expect(details["file"]?.count == 64)
        #expect(!details.values.contains { $0.contains("@") })
    }

    @Test(
        "an export that is imported where nobody was leaves as it came, in each profile",
        arguments: ExportProfile.allCases
    )
    func roundTrip(profile: ExportProfile) async throws {
        let people = [
            ("ada@x.org", "Ada"), ("bo@x.org", "Bo \"B\" de Vries, Jr"), ("li@x.org", "李 小龙"), ("no@x.org", nil),
            ("ü@x.org", "O'Brien; Zoë"),
            ("f@x.org", profile == .jsonl || profile == .spreadsheet ? "=cmd|' /C calc'!A0" : "F"),
            ("g@x.org", profile == .jsonl || profile == .spreadsheet ? "Jo, -H; @h;'" : "G"),
        ]
        let lines = people.map { email, name in
            let told = try? JSONSerialization.data(withJSONObject: ["email": email, "name": name as Any? ?? NSNull()])
            return String(decoding: told ?? Data(), as: UTF8.self)
        }
        _ = try await apply(ListImport.of(lines.joined(separator: "\n"), Self.proof))
        let first = try await export(profile)
        #expect(first.split(separator: "\n").count >= 1)
        // Everybody becomes somebody else, whom the list does not have.
        try await here.force("UPDATE person SET email = 'old' || id || '@x.org', address_digest = NULL")
        #expect(try await export(profile).split(separator: "\r\n").dropFirst().isEmpty)
        var list = ListImport.of(first, profile == .jsonl ? ConsentProof() : Self.proof)
        let plan = try await plan(list)
        #expect(plan.profile == profile)
        list.profile = profile
        _ = try await apply(list)
        #expect(try await export(profile) == first)
    }
}

extension ListImport {
    /// A file of this text, which comes seven octets at a time.
    static func of(_ text: String, _ proof: ConsentProof = ConsentProof()) -> ListImport {
        of(Array(text.utf8), proof)
    }

    static func of(_ octets: [UInt8], _ proof: ConsentProof = ConsentProof(), portion: Int = 7) -> ListImport {
        var list = ListImport(
            ListFile(name: "list.csv", size: octets.count) {
                var rest = octets[...]
                return OctetSource(name: "list.csv") {
                    defer { rest = rest.dropFirst(portion) }
                    return rest.isEmpty ? nil : Array(rest.prefix(portion))
                }
            }
        )
        list.proof = proof
        return list
    }
}
