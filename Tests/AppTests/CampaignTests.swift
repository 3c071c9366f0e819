import Foundation
import Postgres
import Subprocess
import TestSupport
import Testing

@testable import App

/// A text to the list at a terminal: planned, sent by a real worker, paused, killed, gone on with.
@Suite("A campaign at the command line", .database, .timeLimit(.minutes(10)))
struct CampaignCommandTests {
    private let database = TestDatabase.current

    private func withList(_ people: Int, _ body: (Binary, DataFolder, String) async throws -> Void) async throws {
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            _ = try await registrar.run("sample", "load")
            try await database.force(
                """
                WITH newcomer AS (
                    INSERT INTO person (email, name, address_digest)
                    SELECT n || '@x.org', 'Ada ' || n, sha256(convert_to(n || '@x.org', 'UTF8'))
                    FROM generate_series(1, \(people)::integer) AS n
                    RETURNING id
                )
                INSERT INTO consent_event (person_id, kind, at, source, wording_version)
                SELECT id, 'confirmed', registrar_clock(), 'met_101', 1
                FROM newcomer
                """
            )
            let template = folder.path.appending(path: "may.txt")
            try "Subject: News\n\n{{#name}}Dear {{name}},{{/name}}\n\nthere are new dates.\n"
                .write(to: template, atomically: true, encoding: .utf8)
            try await body(registrar, folder, template.path)
        }
    }

    /// Whose mails lie in the spool, in no order.
    private func recipients(_ folder: DataFolder) throws -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.spool)) ?? []
        return try names.filter { $0.hasSuffix(".eml") }.map { name in
            let text = try String(contentsOfFile: folder.spool + "/" + name, encoding: .utf8)
            return String(text.firstMatch(of: /\r\nTo: [^\r]*<([^>]*)>/)?.1 ?? "nobody")
        }
    }

    @Test("is a plan with a sample first, and then goes to each once, by a worker that is killed in the middle too")
    func whole() async throws {
        try await withList(60) { registrar, folder, template in
            let sample = folder.path.appending(path: "sample.eml").path
            let words = ["mail", "send", "--template", template, "--to", "source=met_101"]
            let shown = try await registrar.run(.init(words + ["--sample", sample]))
            #expect(shown.code == 0 && shown.output.contains("60 people get it"), "\(shown.error)")
            #expect(shown.output.contains("Dear Ada 1,") && shown.output.contains("--apply"))
            for line in shown.output.split(separator: "\n") where !line.contains("://") && !line.contains(template) {
                #expect(String(line).columns <= 80, "\(line)")
            }
            #expect(try String(contentsOfFile: sample, encoding: .utf8).contains("List-Unsubscribe-Post:"))
            let plan = try await registrar.run(.init(words + ["--json"])).json()
            let hash = try #require(plan["hash"] as? String)
            try "Subject: News\n\nOther words.\n".write(toFile: template, atomically: true, encoding: .utf8)
            let edited = try await registrar.run(.init(words + ["--apply", hash]))
            #expect(edited.code == 1 && edited.error.contains("no longer holds"), "\(edited.error)")

            let sent = try await registrar.run(.init(words + ["--yes", "--json"])).json()
            #expect(sent["recipients"] as? Int == 60 && sent["state"] as? String == "sending")
            let paused = try await registrar.run("campaign", "pause", "1", "--json").json()
            #expect(paused["state"] as? String == "paused")
            #expect(try await registrar.run("campaign", "resume", "1").code == 0)

            // A worker that dies at its first mail, and one that does the rest.
            _ = try await RunningService.lend(registrar, ["work"], until: "mail sent") { try $0.send(.kill) }
            try await database.shiftClock(by: .seconds(600))
            _ = try await RunningService.lend(registrar, ["work"], until: "mail sent") { _ in
                _ = try await registrar.run("campaign", "show", "1", "--watch")
            }
            let done = try await registrar.run("campaign", "show", "1", "--json").json()
            #expect(done["state"] as? String == "done" && done["sent"] as? Int == 60, "\(done)")
            let got = try recipients(folder)
            #expect(Set(got).count == 60 && got.count == 60)
            #expect(try await registrar.run("campaign", "list").output.contains("60/60"))
        }
    }

    @Test("of a template that is wrong tells its line, and of wrong words how they are used")
    func bad() async throws {
        try await withList(1) { registrar, _, template in
            try "Subject: News\n\n{{nmae}}\n".write(toFile: template, atomically: true, encoding: .utf8)
            let wrong = try await registrar.run("mail", "send", "--template", template, "--to", "everybody")
            #expect(wrong.code == 1 && wrong.error.contains("may.txt:3") && wrong.error.contains("{{nmae}}"))
            for words in [["--to", "colour=red"], ["--to", "state=happy"], [], ["--to", "everybody", "--watch"]] {
                #expect(try await registrar.run(.init(["mail", "send", "--template", template] + words)).code == 2)
            }
            #expect(try await registrar.run("mail", "send", "--template", "/nowhere", "--to", "everybody").code != 0)
            #expect(try await registrar.run("campaign", "pause", "7").code == 1)
        }
    }
}
