import Foundation
import Subprocess
import TestSupport
import Testing

@testable import App

/// What staff do at a terminal, with the real program on a real database.
@Suite("The command line", .database, .timeLimit(.minutes(10)))
struct StoryTests {
    private let database = TestDatabase.current

    private func withProgram(
        _ settings: [String: String] = [:],
        _ body: (Binary) async throws -> Void
    ) async throws {
        try await DataFolder.lend { try await body($0.binary(on: database, settings)) }
    }

    private func openCohort(_ registrar: Binary) async throws -> [String: Any] {
        let list = try await registrar.run("cohort", "list", "--state", "open", "--json").json()
        return try #require((list["items"] as? [[String: Any]])?.first)
    }

    @Test("samples give an open MES cohort in 60 days with ten free seats, once")
    func samples() async throws {
        try await withProgram { registrar in
            let plan = try await registrar.run("sample", "load", "--dry-run", "--json").json()
            #expect(plan["applied"] as? Bool == false)
            #expect(try await registrar.run("cohort", "list").output.contains("no such cohorts"))
            #expect(try await registrar.run("sample", "load").code == 0)
            #expect(try await registrar.run("sample", "load").code == 0)

            let list = try await registrar.run("cohort", "list", "--json").json()
            #expect((list["items"] as? [Any])?.count == 1)
            #expect(list["next"] is NSNull)
            let cohort = try await openCohort(registrar)
            #expect(cohort["capacity"] as? Int == 10)
            #expect(cohort["seats_taken"] as? Int == 0)
            #expect(cohort["waiting"] as? Int == 0)
            let startsAt = try Date(try #require(cohort["starts_at"] as? String), strategy: .iso8601)
            let days = Calendar.current.dateComponents(
                [.day],
                from: Calendar.current.startOfDay(for: Date()),
                to: Calendar.current.startOfDay(for: startsAt)
            )
            #expect(days.day == 60)
        }
    }

    @Test("a seat goes from reserve to confirmed, and everything about it can be seen")
    func seat() async throws {
        try await withProgram { registrar in
            _ = try await registrar.run("sample", "load")
            let code = try #require(try await openCohort(registrar)["code"] as? String)

            let reserved = try await registrar.run(
                "seat",
                "reserve",
                code,
                "--name",
                "李小龍",
                "--email",
                "Lee@Example.org",
                "--key",
                "k1",
                "--subscribe",
                "--json"
            ).json()
            #expect(reserved["state"] as? String == "held")
            #expect(reserved["seat_number"] as? Int == 1)
            #expect(reserved["position"] is NSNull)
            let id = try #require(reserved["id"] as? Int)

            let again = try await registrar.run(
                "seat",
                "reserve",
                code,
                "--name",
                "李小龍",
                "--email",
                "lee@example.org",
                "--key",
                "k1",
                "--subscribe",
                "--json"
            ).json()
            #expect(again["id"] as? Int == id)
            #expect(again["replayed"] as? Bool == true)

            _ = try await RunningService.lend(registrar, ["work"], until: "mail sent") { _ in }
            let mail = try await registrar.run("mail", "list", "--json").json()
            let job = try #require((mail["items"] as? [[String: Any]])?.first)
            #expect(job["state"] as? String == "done")
            let shown = try await registrar.run("mail", "show", "\(job["id"] as? Int ?? 0)")
            #expect(shown.output.contains("http://localhost:8080/reservations/"))
            #expect(shown.output.contains("lee@example.org"))

            #expect(try await registrar.run("seat", "confirm", "\(id)").output.contains("confirmed"))
            #expect(try await registrar.run("seat", "confirm", "\(id)").code == 0)
            let roster = try await registrar.run("cohort", "roster", code)
            #expect(roster.output.contains("李小龍"))
            #expect(roster.output.contains("1 of 10 seats taken"))

            let doctor = try await registrar.run("doctor")
            #expect(doctor.code == 0, "\(doctor.output)")
            let verdict = try await registrar.run("audit", "verify", "--json")
            #expect(verdict.code == 0)
            #expect(try verdict.json()["intact"] as? Bool == true)
            #expect(try await registrar.run("audit", "tail", "--verb", "seat.confirm").output.contains("seat.confirm"))
        }
    }

    @Test("an export writes the list to standard output and what it wrote beside it")
    func export() async throws {
        try await withProgram { registrar in
            _ = try await registrar.run("sample", "load")
            let export = try await registrar.run("subscriber", "export", "--profile", "kajabi", "--json")
            #expect(export.code == 0)
            #expect(export.output == "Email Address,Name,Phone Number\r\n")
            #expect(try export.problem()["rows"] as? Int == 0)

            let file = FileManager.default.temporaryDirectory.appending(path: "list-\(UUID().uuidString).csv")
            defer { try? FileManager.default.removeItem(at: file) }
            let filed = try await registrar.run(
                "subscriber",
                "export",
                "--profile",
                "brevo",
                "--output",
                file.path,
                "--json"
            )
            #expect(try filed.json()["file"] as? String == file.path)
            #expect(try String(contentsOf: file, encoding: .utf8) == "EMAIL,FIRSTNAME,LASTNAME\r\n")
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        }
    }

    @Test("programs are planned, then imported with the plan's hash, and a stale hash is refused")
    func programs() async throws {
        try await withProgram { registrar in
            _ = try await registrar.run(
                "staff",
                "add",
                Identity.systemLogin,
                "--first",
                "--name",
                "Ada",
                "--email",
                "ada@example.org"
            )
            let plan = try await registrar.run("program", "import", "--samples", "--json").json()
            #expect(plan["applied"] as? Bool == false)
            let hash = try #require(plan["hash"] as? String)
            #expect(try await registrar.run("program", "list").output.contains("no programs yet"))
            #expect(try await registrar.run("program", "import", "--samples", "--apply", hash).code == 0)
            let stale = try await registrar.run("program", "import", "--samples", "--apply", hash, "--json")
            #expect(stale.code == 1)
            #expect(try stale.problem()["code"] as? String == "plan-changed")
            #expect(try await registrar.run("program", "show", "mes").output.contains("Medical Exercise Specialist"))
        }
    }

    @Test("an owner acts as another, which the audit trail shows; a registrar may not")
    func actingAs() async throws {
        try await withProgram { registrar in
            _ = try await registrar.run("sample", "load")
            _ = try await registrar.run(
                "staff",
                "add",
                "maya",
                "--name",
                "Maya",
                "--email",
                "maya@example.org",
                "--role",
                "registrar"
            )
            #expect(try await registrar.run("cohort", "create", "--as", "nobody").code == 2)
            let created = try await registrar.run(
                "cohort",
                "create",
                "MES-X",
                "--program",
                "MES",
                "--zone",
                "Europe/Berlin",
                "--venue",
                "Berlin",
                "--session",
                "2099-01-22T09:00/17:00",
                "--price",
                "1",
                "--currency",
                "EUR",
                "--as",
                "maya"
            )
            #expect(created.code == 0, "\(created.error)")
            #expect(try await registrar.run("audit", "tail").output.contains("maya (by \(Identity.systemLogin))"))
            let refused = try await registrar.run("staff", "list", "--as", "maya", "--json")
            #expect(refused.code == 1)
            #expect(try refused.problem()["code"] as? String == "role-missing")
        }
    }

    @Test("what is refused says how to mend it, in a sentence or as a problem object")
    func refusals() async throws {
        try await withProgram { registrar in
            _ = try await registrar.run("sample", "load")
            let bad = [
                "cohort", "create", "MES-Y", "--program", "MES", "--zone", "Mars/Olympus", "--session",
                "2099-01-22T09:00/08:00", "--venue", "x", "--price", "1", "--currency", "USD", "--capacity", "11",
            ]
            let words = try await registrar.run(.init(bad))
            #expect(words.code == 1)
            #expect(words.output.isEmpty)
            #expect(words.error.contains("Give a capacity of 1 to 10"))
            let problem = try await registrar.run(.init(bad + ["--json"])).problem()
            #expect(problem["type"] as? String == "urn:registrar:problem:invalid")
            #expect((problem["problems"] as? [Any])?.count ?? 0 >= 2)

            #expect(try await registrar.run("cohort", "show", "NOPE").code == 1)
            #expect(try await registrar.run("seat", "confirm", "99").code == 1)
            #expect(try await registrar.run("mail", "show", "99").code == 1)
            #expect(try await registrar.run("program", "import", "/nowhere.yaml").code == 2)
            #expect(try await registrar.run("seat", "confirm", "9223372036854775807").code == 1)
            #expect(try await registrar.run("seat", "confirm", "-1").code != 70)
        }
    }

    @Test("octets that are no UTF-8 are wrong usage, not a crash")
    func malformed() async throws {
        try await withProgram { registrar in
            // Subprocess hands octets on as C strings, so each ends with a NUL.
            let words = [Array("cohort\0".utf8), Array("show\0".utf8), [0x4D, 0xFF, 0xFE, 0]]
            let result = try await registrar.run(.init(words))
            #expect(result.code == 2)
            #expect(result.error.contains("not valid UTF-8"))
        }
    }

    @Test("every list fits 80 columns")
    func width() async throws {
        try await withProgram { registrar in
            _ = try await registrar.run("sample", "load")
            let code = try #require(try await openCohort(registrar)["code"] as? String)
            _ = try await registrar.run(
                "seat",
                "reserve",
                code,
                "--name",
                String(repeating: "한", count: 200),
                "--email",
                String(repeating: "a", count: 60) + "@example.org"
            )
            let lists = [
                ["program", "list"], ["program", "show", "MES"], ["cohort", "list"], ["cohort", "show", code],
                ["cohort", "roster", code], ["mail", "list"], ["staff", "list"], ["audit", "tail"],
                ["audit", "verify"],
                ["doctor"], ["institute", "show"], ["migrate"], ["program", "import", "--samples"],
            ]
            for words in lists {
                let result = try await registrar.run(.init(words))
                #expect(result.code == 0, "\(words) \(result.error)")
                for line in result.output.split(separator: "\n") {
                    #expect(String(line).columns <= 80, "\(words) \(line)")
                }
                #expect(!result.output.contains("\u{1B}"))
                #expect(try await registrar.run(.init(words + ["--json"])).json().isEmpty == false)
            }
        }
    }
}
