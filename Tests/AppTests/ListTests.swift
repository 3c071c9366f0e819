import Domain
import Foundation
import Postgres
import Subprocess
import TestSupport
import Testing

@testable import App

/// The list at a terminal: in by a plan, out to whole files, whatever happens to the disk, the reader and the keyboard.
@Suite("The list at the command line", .database, .timeLimit(.minutes(10)))
struct ListTests {
    private let database = TestDatabase.current

    /// The program with the samples, and a folder for files of its user.
    private func withProgram(_ body: (Binary, URL) async throws -> Void) async throws {
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            #expect(try await registrar.run("sample", "load").code == 0)
            try await body(registrar, folder.path)
        }
    }

    private func bring(_ people: Int, to registrar: Binary, _ folder: URL) async throws {
        let file = folder.appending(path: "people.csv")
        let lines = (1...people).map { "p\($0)@example.org,Person \($0)" }.joined(separator: "\n")
        try "email,name\n\(lines)\n".write(to: file, atomically: true, encoding: .utf8)
        let done = try await registrar.run(
            .init([
                "subscriber", "import", file.path, "--source", "met_101", "--given-on", "2026-05-31",
                "--wording-version", "1", "--yes",
            ])
        )
        #expect(done.code == 0, "\(done.error)")
    }

    /// Runs lines of bash that call `registrar`; what they print is the answer.
    private func bash(_ script: String, _ registrar: Binary, in folder: URL) async throws -> String {
        let result = try await Subprocess.run(
            .name("bash"),
            arguments: ["-c", "cd '\(folder.path)'\n\(script)"],
            environment: registrar.subprocessEnvironment,
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        return result.standardOutput + result.standardError
    }

    private func files(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.contains("list") }.sorted()
    }

    private func lastExport() async throws -> [String: String] {
        guard case .kept(let details) = try await database.registrar.audit.tail(limit: 1, by: .system)[0].details else {
            throw Unexpected()
        }
        return details
    }

    @Test("an import is a plan at 80 columns, then done with its hash; its errors are told by line")
    func planned() async throws {
        try await withProgram { registrar, folder in
            let file = folder.appending(path: "liste.csv")
            let text = "E-Mail;Name;Stadt\nada@x.org;Ada Lovelace;Bonn\nkaputt;B;C\n=x@x.org;X;Y\nbo@x.org;Bo\n"
            try text.write(to: file, atomically: true, encoding: .utf8)
            let words = [
                "subscriber", "import", file.path, "--source", "met_101", "--given-on", "2026-05-31", "--wording",
                "Ja, ich möchte Neues per E-Mail.",
            ]
            let shown = try await registrar.run(.init(words))
            #expect(shown.code == 0, "\(shown.error)")
            for told in [
                "none of the profiles", "utf-8, cells parted by semicolons", "email from “E-Mail”", "Stadt",
                "1 would be on the list, 0 to be confirmed", "liste.csv:3: email: ", "liste.csv:5: The header has 3",
                "liste.csv:4: email: It begins with “=”", "--apply ",
            ] {
                #expect(shown.output.contains(told), "\(told): \(shown.output)")
            }
            for line in shown.output.split(separator: "\n") where !line.contains(folder.path) {
                #expect(String(line).columns <= 80, "\(line)")
            }
            let told = try await registrar.run(.init(words + ["--json"])).json()
            let hash = try #require(told["hash"] as? String)
            #expect((told["outcomes"] as? [String: Any])?["new"] as? Int == 1)
            let done = try await registrar.run(.init(words + ["--apply", hash]))
            #expect(done.output.contains("Imported: 1 on the list, 0 to be confirmed."), "\(done.error)")
            #expect(try await registrar.run(.init(words + ["--apply", hash])).code == 1)
            let export = try await registrar.run("subscriber", "export", "--profile", "brevo", "--source", "met_101")
            #expect(export.output == "EMAIL,FIRSTNAME,LASTNAME\r\nada@x.org,Ada,Lovelace\r\n")
            let none = try await registrar.run("subscriber", "export", "--profile", "brevo", "--source", "moon")
            #expect(none.code == 1 && none.error.contains("There is no source “moon”."))
        }
    }

    @Test("a file of that name is replaced only by force; kit's people without a first name have a file beside")
    func beside() async throws {
        try await withProgram { registrar, folder in
            try await bring(3, to: registrar, folder)
            try await database.force("UPDATE person SET name = NULL WHERE email = 'p2@example.org'")
            let path = folder.appending(path: "list.csv").path
            let words = ["subscriber", "export", "--profile", "kit", "--output", path]
            let first = try await registrar.run(.init(words))
            #expect(first.code == 0, "\(first.error)")
            #expect(try files(in: folder) == ["list.csv", "list.without-name.csv"])
            let beside = try String(
                contentsOfFile: folder.appending(path: "list.without-name.csv").path,
                encoding: .utf8
            )
            #expect(beside == "email\r\np2@example.org\r\n")
            let again = try await registrar.run(.init(words))
            #expect(again.code == 1 && again.error.contains("--force"))
            #expect(try await registrar.run(.init(words + ["--force"])).code == 0)
            #expect(try files(in: folder) == ["list.csv", "list.without-name.csv"])
            #expect(try await registrar.run(.init(words.dropLast() + ["/dev/null", "--force"])).code == 1)
        }
    }

    @Test("on a full disk there is no file, a reader that leaves and Ctrl-C end it in order, and each is audited")
    func endings() async throws {
        try await withProgram { registrar, folder in
            try await bring(20_000, to: registrar, folder)
            let full = try await bash(
                "ulimit -f 100; registrar subscriber export --profile kajabi --output list.csv; echo code $?",
                registrar,
                in: folder
            )
            #expect(full.contains("code 1") && full.contains("File too large"), "\(full)")
            #expect(try files(in: folder) == [])
            #expect(try await lastExport()["broken_off"] == "yes")

            let device = try await bash(
                "registrar subscriber export --profile kajabi > /dev/full; echo code $?",
                registrar,
                in: folder
            )
            #expect(device.contains("code 1") && device.contains("No space left on"), "\(device)")

            let head = try await bash(
                "registrar subscriber export --profile kajabi | head -1; echo code ${PIPESTATUS[0]}",
                registrar,
                in: folder
            )
            #expect(head.contains("Email Address,Name") && head.contains("code 1"), "\(head)")
            #expect(head.contains("Broken pipe"))
            let rows = try #require(try await lastExport()["rows"].flatMap { Int($0) })
            #expect(rows < 20_000)

            let interrupted = try await bash(
                """
                mkfifo pipe
                registrar subscriber export --profile kajabi --quarantine list.bad.csv > pipe & pid=$!
                exec 3< pipe
                read -r line <&3
                kill -INT $pid
                cat <&3 > /dev/null
                wait $pid; echo code $?
                """,
                registrar,
                in: folder
            )
            #expect(interrupted.contains("code 1") && interrupted.contains("Interrupted."), "\(interrupted)")
            #expect(try files(in: folder) == [])
            #expect(try await lastExport()["broken_off"] == "yes")
        }
    }
}
