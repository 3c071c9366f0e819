import Credentials
import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import App

/// The log at a terminal.
@Suite("The log at the command line", .database, .timeLimit(.minutes(10)))
struct LogCommandTests {
    private let database = TestDatabase.current

    private func certificate() async throws -> Certificate {
        let certificate = try await database.certificate()
        _ = try await database.registrar.staff.add(
            login: Identity.systemLogin,
            name: "Ada",
            email: "ada@institute.example",
            roles: [.auditor],
            by: .system
        )
        return certificate
    }

    @Test("an honest log ends with 0: its head, its checkpoint of before, a certificate's file")
    func honest() async throws {
        let certificate = try await certificate()
        let files = try #require(try await database.registrar.certificates.files(of: certificate.id, version: 1))
        let before = try #require(try await database.registrar.log.checkpoint())
        let head = try await database.registrar.log.head()
        let proof = try #require(try await database.registrar.log.proof(of: certificate.id, version: 1))
        _ = try await database.registrar.certificates.correct(
            certificate.printedID,
            name: "Ada King",
            because: StaffReason(.instituteError, "A name was missing."),
            by: database.staff(.decider)
        )
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            func file(_ name: String, _ text: String) throws -> String {
                let path = folder.path.appending(path: name)
                try Data(text.utf8).write(to: path)
                return path.path
            }
            let shown = try await registrar.run("log", "show")
            #expect(shown.code == 0)
            #expect(shown.output.contains("registrar.example/log+"))
            #expect(try await registrar.run("log", "show", "--json").json()["size"] as? Int == 4)
            let told = try await registrar.run(
                "log",
                "verify",
                "--checkpoint",
                file("earlier", before),
                "--checkpoint",
                file("p.tlog-proof", proof),
                "--head",
                "\(head)",
                "--file",
                file("certificate.jwt", files.jwt)
            )
            #expect(told.code == 0)
            #expect(told.output.contains("intact"))
            #expect(told.output.contains("it goes on from 3 heads of before"))
            #expect(told.output.contains("entry 1, logged at"))
            let checked = try await registrar.run(
                "log",
                "verify",
                "--file",
                file("certificate.jwt", files.jwt),
                "--json"
            )
            #expect((try checked.json()["file"] as? [String: Any])?["index"] as? Int == 1)
        }
    }

    @Test("a checkpoint by another key, another head and a file that is not in it end with 1, and say why")
    func broken() async throws {
        let certificate = try await certificate()
        let files = try #require(try await database.registrar.certificates.files(of: certificate.id, version: 1))
        let name = try #require(KeyName(rawValue: "log-other"))
        let key = try SigningKey(generating: .ed25519, name: name)
        let head = try await database.registrar.log.head()
        let log = try await database.registrar.log.verifierKey()
        guard case .ed25519(let octets) = try key.publicKey else { throw Unexpected() }
        let other = try Checkpoint(head, of: try #require(VerifierKey(name: log.name, key: octets)), with: key).text
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            let path = folder.path.appending(path: "file").path
            try Data(other.utf8).write(to: URL(filePath: path))
            let stranger = try await registrar.run("log", "verify", "--checkpoint", path, "--json")
            #expect(try stranger.code == 1 && stranger.problem()["code"] as? String == "checkpoint-refused")
            #expect(stranger.error.contains("signed by another key"))

            let rewritten = try await registrar.run("log", "verify", "--head", "1:\(head.root)")
            #expect(rewritten.code == 1 && rewritten.output.contains("the log was rewritten"))
            let cut = try await registrar.run("log", "verify", "--head", "9:\(head.root)")
            #expect(cut.code == 1 && cut.output.contains("was cut"))
            #expect(try await registrar.run("log", "verify", "--head", "9").code == 2)

            // The entry's digest is another's: neither the file nor the register finds it.
            try await database.force("ALTER TABLE log_entry DISABLE TRIGGER USER")
            try await database.force(
                """
                UPDATE log_entry
                SET entry = log_entry_octets(op, sha256('x'), at), leaf = sha256('\\x00' || log_entry_octets(op, sha256('x'), at))
                WHERE op = 'issue'
                """
            )
            try Data(files.jwt.utf8).write(to: URL(filePath: path))
            let changed = try await registrar.run("log", "verify", "--file", path)
            #expect(changed.code == 1)
            #expect(changed.output.contains("The file is not in the log"))
            #expect(changed.output.contains("Entry 1 is not of the certificate"))
            #expect(changed.output.contains("kept subtrees"))
            #expect(changed.output.contains("The newest checkpoint says"))
        }
    }

    @Test("an entry that is missing, and one that goes back in time, are named")
    func order() async throws {
        _ = try await database.certificate()
        try await database.force("ALTER TABLE log_entry DISABLE TRIGGER USER")
        try await database.force(
            """
            UPDATE log_entry
            SET at = log_entry.at - interval '20 days', entry = earlier.octets, leaf = sha256('\\x00' || earlier.octets)
            FROM (
                SELECT log_entry_octets(op, sha256('x'), at - interval '20 days') AS octets FROM log_entry WHERE index = 1
            ) AS earlier
            WHERE index = 1
            """
        )
        let verdict = try await database.registrar.log.verify(by: .system)
        #expect(verdict.broken.contains { $0.hasPrefix("Entry 1 says") && $0.contains("before the entry ahead of it") })
        try await database.force("ALTER TABLE certificate_log DISABLE TRIGGER USER")
        try await database.force("DELETE FROM certificate_log")
        try await database.force("DELETE FROM log_entry WHERE index = 0")
        let missing = try await database.registrar.log.verify(by: .system)
        #expect(missing.broken.contains("Entry 0 is missing."))
    }
}
