import Foundation
import TestSupport
import Testing

/// What the program says when its settings are missing or wrong; none of this reaches a database.
@Suite("Settings")
struct SettingsTests {
    @Test(
        "that are missing or wrong are named, with what they take",
        arguments: [
            (["DATABASE_URL": ""], "scripts/run"), (["REGISTRAR_PORT": "abc"], "REGISTRAR_PORT is “abc”"),
            (["REGISTRAR_POOL": "0"], "REGISTRAR_POOL is “0”; it takes a number from 1 to 64"),
            (["REGISTRAR_LANES": "4"], "REGISTRAR_LANES is “4”; it takes a number from 1 to 3"),
            (["REGISTRAR_PREPARED_STATEMENTS": "no"], "REGISTRAR_PREPARED_STATEMENTS is “no”; it takes on or off"),
            (["REGISTRAR_LOG": "loud"], "REGISTRAR_LOG"), (["REGISTRAR_WORKER": "maybe"], "REGISTRAR_WORKER"),
            (["REGISTRAR_SECRET_FILE": "/nowhere"], "REGISTRAR_SECRET_FILE"),
            (["REGISTRAR_CONFIG": "/nowhere.json"], "REGISTRAR_CONFIG"),
            (
                ["REGISTRAR_SMTP_URL": "smtp://mx.example?tls=none"],
                "REGISTRAR_SMTP_URL is “smtp://mx.example?tls=none”"
            ),
            (["REGISTRAR_SMTP_URL": "smtp://u:p@mx.example"], "it takes smtp://HOST:587"),
            (["REGISTRAR_SMTP_URL": "smtp://mx.example", "REGISTRAR_SMTP_TIMEOUT": "1"], "REGISTRAR_SMTP_TIMEOUT"),
            (["REGISTRAR_SMTP_URL": "smtp://mx.example", "REGISTRAR_SMTP_PASSWORD_FILE": "/nowhere"], "missing"),
            (["REGISTRAR_BOUNCE_ADDRESS": "bounces"], "REGISTRAR_BOUNCE_ADDRESS"),
        ]
    )
    func wrong(settings: [String: String], words: String) async throws {
        try await DataFolder.lend { folder in
            let binary = folder.binary(service: "postgresql:///x?host=/nowhere", owner: "", settings)
            let result = try await binary.run("cohort", "list")
            #expect(result.code == 2)
            #expect(result.error.contains(words), "\(result.error)")
            #expect(result.output.isEmpty)
        }
    }

    @Test("may lie in a file; the environment wins")
    func file() async throws {
        try await DataFolder.lend { folder in
            let file = folder.path.appending(path: "settings.json")
            try #"{"registrar": {"port": "abc", "log": "loud"}}"#.write(to: file, atomically: true, encoding: .utf8)
            let settings = ["REGISTRAR_CONFIG": file.path, "REGISTRAR_PORT": "8081"]
            let result = try await folder.binary(service: "postgresql:///x", owner: "", settings).run("cohort", "list")
            #expect(result.code == 2)
            #expect(result.error.contains("REGISTRAR_LOG is “loud”"), "\(result.error)")
        }
    }

    @Test("a database that is away ends with 75, as words and as JSON")
    func away() async throws {
        try await DataFolder.lend { folder in
            let binary = folder.binary(service: "postgresql:///x?host=/nowhere", owner: "postgresql:///x?host=/nowhere")
            let list = try await binary.run("cohort", "list", "--json")
            #expect(list.code == 75)
            #expect(try list.problem()["code"] as? String == "unavailable")
            let migration = try await binary.run("migrate")
            #expect(migration.code == 75)
            #expect(migration.error.contains("/nowhere"))
        }
    }
}
