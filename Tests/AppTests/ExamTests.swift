import Domain
import Foundation
import Postgres
import Subprocess
import TestSupport
import Testing

@testable import App

/// Items, forms and paper at a terminal.
@Suite("Exams at the command line", .database, .timeLimit(.minutes(10)))
struct ExamTests {
    private let database = TestDatabase.current

    private func withSamples(_ body: (Binary, DataFolder) async throws -> Void) async throws {
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            _ = try await registrar.run("sample", "load")
            try await body(registrar, folder)
        }
    }

    private func write(_ text: String, to name: String, in folder: DataFolder) throws -> String {
        let path = folder.path.appending(path: name).path
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    @Test("the sample exam comes with the samples: 100 items, a cut of 68, and no word of an item at any terminal")
    func sample() async throws {
        try await withSamples { registrar, _ in
            let list = try await registrar.run("exam", "list", "--json").json()
            let first = try #require((list["items"] as? [[String: Any]])?.first)
            #expect(first["code"] as? String == "MES-WRITTEN")
            #expect(first["items"] as? Int == 100)
            let shown = try await registrar.run("exam", "show", "mes-written")
            #expect(shown.code == 0)
            for line in shown.output.split(separator: "\n") { #expect(String(line).columns <= 80, "\(line)") }
            #expect(shown.output.contains("Angoff 67.28"))
            let json = try await registrar.run("exam", "show", "MES-WRITTEN", "--json")
            let form = try #require((try json.json()["forms"] as? [[String: Any]])?.first)
            #expect(form["cut"] as? Int == 68)
            #expect(form["judges"] as? Int == 5)
            for text in [shown.output, json.output] {
                #expect(!text.contains("Dummy item"))
                #expect(!text.contains("right"))
            }
            let again = try await registrar.run("exam", "import", "--samples", "--yes")
            #expect(again.output.contains("Nothing to change."))
        }
    }

    @Test("an import is planned, refused with file:line:column, then applied by its hash")
    func imported() async throws {
        try await withSamples { registrar, folder in
            let path = try write(TestDatabase.exam(), to: "mini.yaml", in: folder)
            let plan = try await registrar.run("exam", "import", path, "--json").json()
            let hash = try #require(plan["hash"] as? String)
            #expect(plan["applied"] as? Bool == false)
            #expect((plan["steps"] as? [Any])?.count == 7)
            let applied = try await registrar.run("exam", "import", path, "--apply", hash)
            #expect(applied.code == 0)
            #expect(applied.output.contains("Imported: 5 items"))
            let broken = TestDatabase.exam().replacing("key: C", with: "key: [A, C]")
            let refused = try await registrar.run("exam", "import", try write(broken, to: "bad.yaml", in: folder))
            #expect(refused.code == 1)
            #expect(refused.error.contains("bad.yaml:18:10"))
            #expect(refused.error.contains("exactly one is right"))
            let stale = try await registrar.run("exam", "import", path, "--apply", hash)
            #expect(stale.code == 1)
        }
    }

    @Test("more time and paper: by candidate number, planned first, each fault at its place")
    func paper() async throws {
        try await withSamples { registrar, folder in
            try await database.importExam()
            let ada = try await database.examinees()[0]
            let entrance = try await database.registrar.attempts.entrance(
                link: ada.link,
                requirement: TestDatabase.requirement
            )
            let number = "\(entrance.candidate)"
            let more = try await registrar.run(
                .init(["exam", "accommodate", number, "--time-percent", "150", "--reason", "Needs breaks"])
            )
            #expect(more.output.contains("150 percent"))
            let day = try await database.service.read {
                try $0.one("SELECT (registrar_clock() AT TIME ZONE 'America/New_York')::date::text", as: String.self)
            }
            let good = try write("candidate;1;2;3;4;5\r\n\(number);A;B;C;;\r\n", to: "a.csv", in: folder)
            let words = ["exam", "paper", "mini", good, "--form", "A", "--day", day]
            let plan = try await registrar.run(.init(words + ["--json"])).json()
            let hash = try #require(plan["hash"] as? String)
            let sheet = try #require((plan["sheets"] as? [[String: Any]])?.first)
            #expect(sheet["answered"] as? Int == 3)
            let bad = try write("candidate,1,2,3,4,5\n\(number),A,B,X,D,A\n", to: "b.csv", in: folder)
            let refused = try await registrar.run(.init(["exam", "paper", "mini", bad, "--form", "A", "--day", day]))
            #expect(refused.code == 1)
            #expect(refused.error.contains("b.csv:2:4"))
            let applied = try await registrar.run(.init(words + ["--apply", hash]))
            #expect(applied.code == 0)
            #expect(applied.output.contains("Recorded and scored: 1 sheet"))
        }
    }
}
