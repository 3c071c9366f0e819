import Foundation
import Postgres
import TestSupport
import Testing

@testable import App

@Suite("The list's report at the command line", .database, .timeLimit(.minutes(10)))
struct SubscriberReportTests {
    private let database = TestDatabase.current

    private func withProgram(_ body: (Binary, DataFolder) async throws -> Void) async throws {
        try await DataFolder.lend { folder in
            let registrar = folder.binary(on: database)
            _ = try await registrar.run("sample", "load")
            try await body(registrar, folder)
        }
    }

    /// So many people who asked, each second of whom confirmed; and one who has left.
    private func subscribe(_ people: Int) async throws {
        try await database.force(
            """
            WITH newcomer AS (
                INSERT INTO person (email, name, address_digest)
                SELECT 'canary' || n || '@x.org', 'Canary', sha256(convert_to('canary' || n, 'UTF8'))
                FROM generate_series(1, \(people)::integer) AS n
                RETURNING id
            )
            INSERT INTO consent_event (person_id, kind, at, source, wording_version)
            SELECT id, kind, registrar_clock() - make_interval(weeks => (id % 9)::integer), 'met_101', 1
            FROM newcomer
            CROSS JOIN unnest(ARRAY['requested', 'confirmed', 'withdrawn']) WITH ORDINALITY AS word (kind, place)
            WHERE place = 1 OR id % 2 = 0 AND place = 2 OR id = (SELECT min(id) FROM newcomer WHERE id % 2 = 0)
            ORDER BY id, place
            """
        )
    }

    @Test("fits in 80 columns, tells few people in numbers and more in percent, and names nobody")
    func text() async throws {
        try await withProgram { registrar, folder in
            let empty = try await registrar.run("subscriber", "report")
            #expect(empty.code == 0 && empty.output.contains("Nobody signed up yet."), "\(empty.error)")
            #expect(!empty.output.contains("%"))
            try await subscribe(29)
            let few = try await registrar.run("subscriber", "report")
            #expect(few.output.contains("Only 29 people") && few.output.contains("14 of 29"))
            #expect(!few.output.contains("%"))
            let page = folder.path.appending(path: "list.html").path
            let shown = try await registrar.run("subscriber", "report", "--html", page)
            #expect(shown.code == 0 && shown.output.contains(page))
            for line in shown.output.split(separator: "\n") where !line.contains(page) {
                #expect(String(line).columns <= 80, "\(line)")
            }
            let html = try String(contentsOfFile: page, encoding: .utf8)
            for text in [html, shown.output] {
                #expect(!text.lowercased().contains("canary") && !text.contains("x.org"))
            }
            #expect(html.components(separatedBy: "<svg ").count == 3 + 1)
            #expect(!html.replacing("http://www.w3.org/2000/svg", with: "").contains("://"))
            #expect(!html.contains("<script") && !html.lowercased().contains("nan"))
            let mode = try FileManager.default.attributesOfItem(atPath: page)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test("in JSON has a null where a share would be of nobody")
    func json() async throws {
        try await withProgram { registrar, _ in
            try await subscribe(60)
            let answer = try await registrar.run("subscriber", "report", "--json")
            let json = try answer.json()
            let funnel = try #require(json["funnel"] as? [[String: Any]])
            #expect(funnel.map { $0["people"] as? Int } == [60, 30, 0, 0, 0, 0])
            #expect(funnel[1]["share"] as? Double == 0.5 && funnel[3]["share"] is NSNull)
            #expect((json["standing"] as? [String: Any])?["on_list"] as? Int == 29)
            let text = try await registrar.run("subscriber", "report").output
            #expect(text.contains("50 % of 60") && !text.contains("Only"))
            #expect(try await registrar.run("subscriber", "report", "--since", "tomorrow").code == 2)
        }
    }
}
