import Domain
import Subprocess
import TestSupport
import Testing

@testable import App

/// What staff decide in a queue at a terminal, and its whole story.
@Suite("The queue at the command line", .database, .timeLimit(.minutes(10)))
struct WaitlistTests {
    private let database = TestDatabase.current

    private func withProgram(_ body: (Binary) async throws -> Void) async throws {
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            _ = try await registrar.run("sample", "load")
            try await body(registrar)
        }
    }

    /// One seat, taken by Ada; Bo waits without a confirmed address, Cy and Zoë have theirs.
    private func queue() async throws -> [EnrollmentID] {
        let code = try await database.openCohort(code: "MES-2027-01", capacity: 1)
        var ids: [EnrollmentID] = []
        for (name, address) in [
            ("Ada Lovelace", "ada"), ("Bo", "bo"), ("Cy", "cy"),
            ("Zoë Wolfeschlegelsteinhausenbergerdorff", "zoe.wolfeschlegelsteinhausenbergerdorff"),
        ] {
            let id = try await database.reserve(code, "\(address)@example.org", name: name).id
            if name != "Bo" { _ = try await database.registrar.seats.confirm(id, by: .applicant(id)) }
            ids.append(id)
        }
        return ids
    }

    @Test("a waiter is preferred, a holder removed and restored; the queue tells it all in 80 columns and in JSON")
    func story() async throws {
        try await withProgram { registrar in
            let ids = try await queue()
            let why = ["--reason-class", "accessibility", "--reason", "Needs the date with the step-free venue"]
            func decide(_ words: [String]) async throws -> String {
                let told = try await registrar.run(.init(words + why))
                #expect(told.code == 0, "\(told.output)")
                for line in told.output.split(separator: "\n") { #expect(String(line).columns <= 80, "\(line)") }
                return told.output
            }
            let rehearsed = try await decide(["seat", "remove", "\(ids[0])", "--dry-run"])
            #expect(rehearsed.contains("This would happen; nothing was changed."))
            #expect(rehearsed.contains("offered (seat 1)"))
            _ = try await decide(["waitlist", "offer", "\(ids[3])"])
            print(try await decide(["seat", "remove", "\(ids[0])"]))
            print(try await decide(["seat", "restore", "\(ids[0])"]))

            let shown = try await registrar.run("waitlist", "show", "MES-2027-01")
            print(shown.output)
            for line in shown.output.split(separator: "\n") { #expect(String(line).columns <= 80, "\(line)") }
            for part in ["accessibility", "step-free venue", "passed over: staff decision", "removal undone", "bo@"] {
                #expect(shown.output.contains(part), "\(part)")
            }
            let json = try await registrar.run("waitlist", "show", "MES-2027-01", "--json").json()
            let items = try #require(json["items"] as? [[String: Any]])
            #expect(items.map { $0["state"] as? String } == ["waitlisted", "waitlisted", "waitlisted", "offered"])
            #expect(items.allSatisfy { ($0["events"] as? [Any])?.isEmpty == false && $0["receipt"] is [String: Any] })
        }
    }

    @Test("a decision without a reason is refused, and one that cannot be taken says why")
    func refused() async throws {
        try await withProgram { registrar in
            let ids = try await queue()
            let id = "\(ids[0])"
            #expect(try await registrar.run("seat", "remove", id, "--reason-class", "other").code == 2)
            #expect(try await registrar.run("seat", "remove", id, "--reason-class", "whim", "--reason", "x").code == 2)
            #expect(try await registrar.run("seat", "remove", id, "--reason-class", "other", "--reason", " ").code == 1)
            let why = ["--reason-class", "other", "--reason", "x"]
            #expect(try await registrar.run(.init(["seat", "restore", id] + why)).code == 1)
            #expect(try await registrar.run(.init(["waitlist", "offer", id] + why)).code == 1)
            #expect(try await registrar.run("waitlist", "show", "NOWHERE").code == 1)
        }
    }
}
