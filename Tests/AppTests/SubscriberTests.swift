import Domain
import Foundation
import Postgres
import Subprocess
import TestSupport
import Testing

@testable import App

/// The e-mail list at a terminal: who is on it, what was said, whose mail is stopped, the words beside the boxes.
@Suite("The list at the command line", .database, .timeLimit(.minutes(10)))
struct SubscriberTests {
    private let database = TestDatabase.current

    private func withOwner(_ body: (Binary) async throws -> Void) async throws {
        try await database.furnish()
        _ = try await database.registrar.staff.add(
            login: Identity.systemLogin,
            name: "Owner",
            email: "owner@institute.example",
            roles: [.owner],
            by: .system
        )
        try await DataFolder.lend { folder in try await body(folder.binary(on: database)) }
    }

    @Test("staff list, show, stop and take back; letters that look like others are told apart")
    func story() async throws {
        try await database.subscribe("ada@x.org", name: "Ada")
        try await database.ask("аda@раураl.com", ["dates"], source: "met_101")
        try await withOwner { registrar in
            let list = try await registrar.run("subscriber", "list", "--json").json()
            let items = try #require(list["items"] as? [[String: Any]])
            #expect(items.compactMap { $0["state"] as? String } == ["confirmed", "requested"])
            #expect(
                items[1]["punycode"] as? String == "\\u{430}da@xn--l-7sba6dbr.com" && items[0]["punycode"] is NSNull
            )
            let asked = try await registrar.run("subscriber", "list", "--state", "requested", "--source", "met_101")
            #expect(asked.output.contains("met_101") && !asked.output.contains("ada@x.org"))
            #expect(asked.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
            let fake = try await registrar.run("subscriber", "show", "аda@xn--l-7sba6dbr.com")
            #expect(
                fake.output.contains("xn--l-7sba6dbr.com") && fake.output.contains("Waits for the link"),
                "\(fake.error)"
            )

            let stop = ["subscriber", "suppress", "ada@x.org", "b@bücher.de", "--reason", "By telephone"]
            let rehearsed = try await registrar.run(Arguments(stop + ["--dry-run"]))
            #expect(
                rehearsed.output.contains("2 addresses would get no more mail")
                    && rehearsed.output.contains("xn--bcher-kva")
            )
            #expect(try await database.purposes(of: "ada@x.org") == ["updates"])
            #expect(try await registrar.run(Arguments(stop)).code == 0)
            #expect(try await database.purposes(of: "ada@x.org") == [])
            let again = try await registrar.run(Arguments(stop + ["--json"])).json()
            #expect((again["suppressed"] as? [String]) == [] && again["were_already"] as? Int == 2)

            let shown = try await registrar.run("subscriber", "show", "Ada@X.org")
            for words in ["Gets mail for", "nothing", "staff's word", "Yes, I want updates", "confirmed", "stopped"] {
                #expect(shown.output.contains(words), "\(words): \(shown.output)")
            }
            let lifted = try await registrar.run("subscriber", "lift", "b@xn--bcher-kva.de")
            #expect(lifted.output.contains("Taken back") && lifted.output.contains("staff's word"))
            let nothing = try await registrar.run("subscriber", "lift", "b@bücher.de")
            #expect(nothing.code == 1 && nothing.error.contains("No mail to this address is stopped"))
            #expect(try await registrar.run("subscriber", "show", "nobody@x.org").code == 1)
            let quoted = try await registrar.run("subscriber", "suppress", "\"a b\"@x.org")
            #expect(quoted.code == 1 && quoted.error.contains("quotation marks"))
            #expect(try await registrar.run("subscriber", "list", "--purpose", "x").error.contains("updates, dates"))
        }
    }

    @Test("the worker writes the digests of people who confirmed before there were any, and they get mail again")
    func digests() async throws {
        try await database.force(
            """
            WITH newcomer AS (INSERT INTO person (email) VALUES ('old@x.org') RETURNING id)
            INSERT INTO consent_event (person_id, kind, at, source, wording_version)
            SELECT id, 'confirmed', now(), 'reservation', 1 FROM newcomer
            """
        )
        try await withOwner { registrar in
            #expect(try await registrar.run("subscriber", "list", "--state", "suppressed").output.contains("old@x.org"))
            _ = try await RunningService.lend(registrar, ["work"], until: "digests of addresses written") { _ in }
        }
        #expect(try await database.purposes(of: "old@x.org") == ["updates"])
    }

    @Test("the words beside a box are shown with their versions, and others take their place from now on")
    func wording() async throws {
        try await withOwner { registrar in
            #expect(try await registrar.run("subscriber", "wording", "--set", "x").code == 2)
            let set = try await registrar.run("subscriber", "wording", "--purpose", "dates", "--set", "Yes, dates.")
            #expect(set.code == 0 && set.output.contains("Yes, dates."), "\(set.error)")
            let all = try await registrar.run("subscriber", "wording", "--json").json()
            let items = try #require(all["items"] as? [[String: Any]])
            #expect(items.compactMap { $0["version"] as? Int } == [1, 3, 2, 4])
            #expect(items.compactMap { $0["current"] as? Bool } == [false, true, false, true])
        }
    }
}
