import Domain
import Foundation
import Subprocess
import TestSupport
import Testing

@testable import App

/// Money and transfers as staff see them at a terminal.
@Suite("Money at the command line", .database, .timeLimit(.minutes(10)))
struct MoneyTests {
    private let database = TestDatabase.current

    @Test("a payment is recorded, a bank's file imported by its plan, a case settled, a seat moved with its money")
    func story() async throws {
        let cohort = try await database.openCohort(code: "MES-1")
        let other = try await database.openCohort(code: "MES-2")
        let id = try await database.reserve(cohort, "ada@example.org", name: "Ada").id
        let late = try await database.reserve(cohort, "bo@example.org", name: "Bo").id
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            try await registrar.becomeOwner()
            #expect(try await registrar.run("seat", "confirm", "\(id)").output.contains("1,295.00 USD"))
            let record = "payment record \(id) --currency USD"
            let recorded = try await registrar.say("\(record) --received 100000 --reference B-1 --json").json()
            #expect(recorded["due_minor"] as? Int == 29_500)
            let bad = try await registrar.say("\(record) --received 0 --reference B-2")
            #expect(bad.code == 1 && bad.error.contains("more than 0"))
            #expect(try await registrar.say(record).code == 2)

            let file = folder.path.appending(path: "bank.csv").path
            let rows = """
                date,amount,currency,reference,purpose
                2026-11-02,295.00,USD,B-3,"REG-\(id), the rest"
                2026-11-02,1300.00,USD,B-4,REG-\(late)

                """
            try rows.write(toFile: file, atomically: true, encoding: .utf8)
            _ = try await database.registrar.seats.withdraw(late, by: .system)
            let plan = try await registrar.run("payment", "import", file)
            #expect(plan.code == 0 && plan.output.contains("--apply "))
            #expect(plan.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
            let told = try await registrar.say("payment import \(file) --json").json()
            let apply = "payment import \(file) --apply \(try #require(told["hash"] as? String))"
            #expect(try await registrar.say(apply).output.contains("Recorded: 2 new"))
            let stale = try await registrar.say(apply)
            #expect(stale.code == 1 && stale.error.contains("no longer holds"))

            let cases = try await registrar.run("payment", "list", "--open-cases", "--json").json()
            let open = try #require((cases["items"] as? [[String: Any]])?.first)
            #expect(open["kind"] as? String == "late" && open["amount_minor"] as? Int == 130_000)
            let number = "\(open["id"] as? Int ?? 0)"
            #expect(try await registrar.say("payment settle \(number) --refund R-1").output.contains("paid back"))
            #expect(try await registrar.run("payment", "settle", number, "--keep").code == 1)

            let transfer = "seat transfer \(id) --to \(other)"
            let rehearsed = try await registrar.say("\(transfer) --dry-run")
            #expect(rehearsed.code == 0 && rehearsed.output.contains("Nothing was changed."))
            let moved = try await registrar.say("\(transfer) --json").json()
            #expect(moved["cohort"] as? String == other && moved["moved_minor"] as? Int == 129_500)
            #expect(moved["due_minor"] as? Int == 0)
            let list = try await registrar.run("payment", "list", "--cohort", other)
            #expect(list.output.contains("Nothing is missing.") && list.output.contains("Ada"))
            #expect(list.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
            #expect(try await registrar.run("doctor").code == 0)
        }
    }
}

extension Binary {
    /// Whoever runs the tests becomes the first owner.
    fileprivate func becomeOwner() async throws {
        let who = "staff add \(Identity.systemLogin) --first --name Owner --email owner@institute.example"
        let added = try await say("\(who) --role owner --role registrar --role auditor")
        #expect(added.code == 0, "\(added.error)")
    }

    /// As `run`, of a line whose words are parted by blanks.
    fileprivate func say(_ line: String) async throws -> Result {
        try await run(Arguments(line.split(separator: " ").map(String.init)))
    }
}
