import Domain
import Foundation
import Subprocess
import TestSupport
import Testing

@testable import App

/// Answers in files, without a database behind them.
@Suite("The analysis of files at the command line", .timeLimit(.minutes(2)))
struct AnalyzeFileTests {
    /// Four items and forty candidates of rising ability; the last item is a pretest item that nobody gets right.
    private func withFiles(_ body: (Binary, [String]) async throws -> Void) async throws {
        try await DataFolder.lend { folder in
            let key = folder.path.appending(path: "key.csv").path
            let responses = folder.path.appending(path: "answers.csv").path
            let items = ["=Q1,A,4,Intake,yes", "Q2,B,4,Intake,yes", "Q3,C,5,Referral,yes", "Q4,D,4,Referral,no"]
            try (["item,key,options,area,scored"] + items).joined(separator: "\n")
                .write(toFile: key, atomically: true, encoding: .utf8)
            let rows = (0..<40).map { place in
                let answers = [
                    place > 5 ? "A" : "B", place > 15 ? "B" : "C", place > 25 ? "C" : "E", place == 3 ? "" : "A",
                ]
                return "\(place)," + answers.joined(separator: ",")
            }
            try ("candidate,=Q1,Q2,Q3,Q4\n" + rows.joined(separator: "\n"))
                .write(toFile: responses, atomically: true, encoding: .utf8)
            try await body(
                Binary(environment: [:]),
                ["exam", "analyze", "--responses", responses, "--key", key, "--cut", "2"]
            )
        }
    }

    @Test("is a table of 80 columns that says how few the candidates are, and what flags mean")
    func text() async throws {
        try await withFiles { registrar, words in
            let shown = try await registrar.run(.init(words))
            #expect(shown.code == 0, "\(shown.error)")
            for line in shown.output.split(separator: "\n") { #expect(String(line).columns <= 80, "\(line)") }
            for part in [
                "answers.csv, key.csv: n = 40, provisional", "α (KR-20)", "p₀", "Q4 (pretest)", "24 passed", "n/a",
                "hard, attracts A, rare BCD",
            ] {
                #expect(shown.output.contains(part), "\(part)\n\(shown.output)")
            }
        }
    }

    @Test("is JSON with every figure, null for what is not available, and NaN nowhere")
    func json() async throws {
        try await withFiles { registrar, words in
            let answer = try await registrar.run(.init(words + ["--json"]))
            let json = try answer.json()
            #expect(json["n"] as? Int == 40 && json["caution"] as? String == "provisional")
            #expect(json["cut"] as? Int == 2 && json["items"] as? Int == 3)
            let items = try #require(json["item_statistics"] as? [[String: Any]])
            #expect(items.map { $0["item"] as? String } == ["=Q1", "Q2", "Q3", "Q4"])
            #expect(items[3]["discrimination"] is NSNull && items[3]["difficulty"] as? Double == 0)
            #expect(items[0]["difficulty"] as? Double == 0.85)
            #expect((items[2]["options"] as? [[String: Any]])?.count == 5)
            #expect(!answer.output.lowercased().contains("nan"))
        }
    }

    @Test("is CSV with a row for each item, safe in a spreadsheet")
    func csv() async throws {
        try await withFiles { registrar, words in
            let lines = try await registrar.run(.init(words + ["--csv"])).output.components(separatedBy: "\r\n")
            #expect(lines.count == 6 && lines[5].isEmpty)
            #expect(lines[0].hasPrefix("item,position,area,scored,n,caution,right,blanks,difficulty,discrimination"))
            #expect(lines[1].hasPrefix("'=Q1,1,Intake,yes,40,provisional,34,0,0.85,"))
            let widths = lines.dropLast().map { $0.components(separatedBy: ",").count }
            #expect(Set(widths) == [13 + 15])
        }
    }

    @Test("is a page that needs nothing else, readable by its owner alone, with all plots and the words of caution")
    func html() async throws {
        try await withFiles { registrar, words in
            let file = FileManager.default.temporaryDirectory.appending(path: "report-\(UUID().uuidString).html").path
            defer { try? FileManager.default.removeItem(atPath: file) }
            let shown = try await registrar.run(.init(words + ["--html", file]))
            #expect(shown.code == 0 && shown.output.contains(file))
            let page = try String(contentsOfFile: file, encoding: .utf8)
            for part in ["<svg ", "<title id=", "<desc id="] {
                #expect(page.components(separatedBy: part).count == 6 + 1)
            }
            #expect(
                page.contains("Provisional") && page.contains("Confidential") && page.contains("n = 40, provisional")
            )
            #expect(!page.replacing("http://www.w3.org/2000/svg", with: "").contains("://"))
            #expect(!page.contains("<script") && !page.contains("src=") && !page.lowercased().contains("nan<"))
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test("of bad files tells every row, and of wrong words how they are used")
    func bad() async throws {
        try await withFiles { registrar, words in
            let swapped = try await registrar.run("exam", "analyze", "--responses", words[5], "--key", words[3])
            #expect(swapped.code == 1 && swapped.error.contains(":1: "))
            let cut = try await registrar.run(.init(words.dropLast() + ["4", "--json"]))
            #expect(cut.code == 1)
            #expect(try cut.problem()["code"] as? String == "invalid")
            #expect(cut.error.contains("1 to 3"))
            for wrong in [["A", "--cut", "2"], ["--responses", words[3]], [], ["A", "--csv", "--json"]] {
                #expect(try await registrar.run(.init(["exam", "analyze"] + wrong)).code == 2)
            }
            #expect(try await registrar.run("exam", "analyze", "--responses", "/nowhere", "--key", words[5]).code == 2)
        }
    }
}

@Suite("Exams at the command line", .database, .timeLimit(.minutes(10)))
struct ExamCommandTests {
    private let database = TestDatabase.current

    @Test("results and the analysis come by candidate number; a rescore shows who flips, and waits for a second person")
    func story() async throws {
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            _ = try await registrar.run("sample", "load")
            let form = try await database.sampleForm(keys: [1, 1, 1], cut: 2)
            let (cohort, claims) = try await database.completedCohort(["Ada Lovelace", "Bo Diddley", "Cy Twombly"])
            for (claim, answers) in zip(claims, [[1, 2, 1], [1, 2, nil], [1, 1, 1]] as [[Int?]]) {
                try await database.sitAndScore(form, claim, answers)
            }
            for subject in [cohort, form.name] {
                let shown = try await registrar.run("exam", "results", subject)
                #expect(shown.code == 0 && shown.output.contains("passed") && shown.output.contains("failed"))
                for line in shown.output.split(separator: "\n") { #expect(String(line).columns <= 80, "\(line)") }
                #expect(!shown.output.contains("Lovelace") && !shown.output.contains("p0@"))
            }
            let words = ["exam", "rescore", form.name, "--item", "I-02=B", "--reason", "The source was wrong"]
            let plan = try await registrar.run(.init(words))
            #expect(plan.code == 0 && plan.output.contains("FLIPS to passed") && plan.output.contains("3 attempts"))
            for line in plan.output.split(separator: "\n") { #expect(String(line).columns <= 80, "\(line)") }
            let json = try await registrar.run(.init(words + ["--json"])).json()
            let hash = try #require(json["hash"] as? String)
            #expect(plan.output.contains("registrar exam rescore \(form.name) \\\n    --apply \(hash)"))
            let alone = try await registrar.run("exam", "rescore", form.name, "--apply", hash, "--json")
            #expect(alone.code == 1)
            #expect(try alone.problem()["code"] as? String == "second-person-missing")
            let request = try #require(json["request"] as? Int)
            #expect(try await registrar.run("exam", "rescore", form.name, "--request", "\(request)").code == 0)
            _ = try await database.registrar.scores.applyRescore(
                form: form.name,
                hash: hash,
                by: database.staff(.decider)
            )
            let all = try await registrar.run("exam", "results", form.name, "--superseded", "--json").json()
            #expect((all["items"] as? [[String: Any]])?.count == 6)

            let report = try await registrar.run("exam", "analyze", form.name, "--json").json()
            #expect(report["n"] as? Int == 3 && report["cohorts"] as? [String] == [cohort])
            #expect(report["caution"] as? String == "insufficient data")
            #expect(try await registrar.run("exam", "analyze", "Z").code == 1)
            #expect(try await registrar.run("exam", "rescore", form.name).code == 2)
        }
    }
}
