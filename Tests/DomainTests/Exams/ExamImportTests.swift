import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Importing exams", .database)
struct ExamImportTests {
    let here = TestDatabase.current
    var exams: Exams { here.registrar.exams }

    private func plan(_ text: String) async throws -> ExamImportPlan {
        try await exams.plan([.init(name: "exam.yaml", text: text)], by: here.staff(.examiner))
    }

    private func changes(_ plan: ExamImportPlan) -> [String] {
        plan.plan.outcomes.filter { $0.change != .same }.map { "\($0.code) \($0.change.rawValue) \($0.version)" }
    }

    @Test("a bank and its form are new, then the same; a word that changes makes a new version of that item alone")
    func versions() async throws {
        let first = try await here.importExam()
        #expect(changes(first).count == 7)
        #expect(changes(try await plan(TestDatabase.exam())) == [])
        let text = TestDatabase.exam().replacing("Stem 2 plain", with: "Stem 2 mended")
        #expect(changes(try await plan(text)) == ["I-2 new_version 2", "A replaces 1"])
        try await here.importExam(text)
        let detail = try await exams.show(code: "mini", by: here.staff(.examiner))
        #expect(detail.items.map(\.version) == [1, 2, 1, 1, 1])
        #expect(detail.forms.map(\.cut) == [3])
        #expect(try await exams.list(by: here.staff(.examiner)).map(\.forms) == [["A"]])
    }

    @Test("a form that was sat gets a new version; a key of a sat item is not changed by an import")
    func sat() async throws {
        try await here.importExam()
        let ada = try await here.examinees()[0]
        _ = try await here.registrar.attempts.begin(link: ada.link, requirement: TestDatabase.requirement)
        let longer = TestDatabase.exam(minutes: 45)
        #expect(changes(try await plan(longer)) == ["A new_version 2"])
        try await here.importExam(longer)
        let other = longer.replacing("key: B", with: "key: D")
        let refused = try await refusal { _ = try await plan(other) }
        #expect(refused?.kind == .invalid)
        #expect(refused?.problems.map(\.field) == ["exam.yaml:9:5"])
        #expect(refused?.message.contains("rescore") == true)
        for change in [
            "UPDATE exam_form SET minutes = 5", "DELETE FROM form_item WHERE position = 1",
            "UPDATE form_item SET is_scored = false",
        ] as [SQL] {
            #expect(await constraint { try await here.force(change) } == "frozen_form_never_changes")
        }
    }

    @Test("before anybody sat it, another key is a new version; a plan made of the key before no longer holds")
    func key() async throws {
        let files = [ExamFile.Source(name: "exam.yaml", text: TestDatabase.exam())]
        let other = [ExamFile.Source(name: "exam.yaml", text: TestDatabase.exam().replacing("key: B", with: "key: D"))]
        let examiner = try await here.staff(.examiner)
        let shown = try await exams.plan(files, by: examiner)
        let refused = try await refusal { _ = try await exams.apply(other, hash: shown.plan.hash, by: examiner) }
        #expect(refused?.code == "plan-changed")
        _ = try await exams.apply(files, hash: shown.plan.hash, by: examiner)
        #expect(changes(try await exams.plan(other, by: examiner)) == ["I-2 new_version 2", "A replaces 1"])
    }

    @Test("an item that no form uses is a hint, and so is a form of one scored item; an item in no bank is refused")
    func hints() async throws {
        let unused = TestDatabase.exam().replacing("I-4, I-5]", with: "I-4]")
        let planned = try await plan(unused)
        #expect(planned.hints.map(\.message) == ["No form uses the item I-5."])
        #expect(planned.hints.map(\.field) == ["exam.yaml:24:5"])
        let one = TestDatabase.exam(items: 1, cut: "{method: set, value: 1, words: W}")
        #expect(try await plan(one).hints.first?.message.contains("one scored item") == true)
        let strange = TestDatabase.exam().replacing("I-4, I-5]", with: "I-4, I-6]")
        let refused = try await refusal { _ = try await plan(strange) }
        #expect(refused?.problems.map(\.field) == ["exam.yaml:32:33"])
    }

    @Test(
        "a pretest item counts on no later form either, until it is given again without pretest; the database holds it too"
    )
    func pretest() async throws {
        let bank = TestDatabase.exam().replacing("    stem: Stem 5", with: "    pretest: true\n    stem: Stem 5")
        try await here.importExam(bank)
        let form = { (pretest: String) in
            """
            code: MINI
            name: Exam MINI
            forms:
              - code: B
                minutes: 30
                items: [I-1, I-2, I-5]\(pretest)
                cut: {method: set, value: 1, words: W}
            """
        }
        let refused = try await refusal { _ = try await plan(form("")) }
        #expect(refused?.problems.map(\.field) == ["exam.yaml:6:23"])
        #expect(refused?.message.contains("The item I-5 is a pretest item and counts on no form.") == true)
        try await here.importExam(form("\n    pretest: [I-5]"))
        #expect(
            await constraint { try await here.force("UPDATE form_item SET is_scored = true") }
                == "pretest_items_count_on_no_form"
        )
        #expect(changes(try await plan(bank)) == [])
        let promoted = try await plan(TestDatabase.exam())
        #expect(changes(promoted) == ["I-5 new_version 2", "A replaces 1"])
        #expect(promoted.hints.map(\.field) == ["exam.yaml:24:5"])
        try await here.importExam(TestDatabase.exam())
        let counting: Bool = try await here.service.read {
            try $0.one(
                "SELECT bool_and(is_scored) FROM form_item JOIN exam_form ON form_id = exam_form.id WHERE code = 'A'"
            )
        }
        #expect(counting)
    }

    @Test("the service reads neither words nor keys, and may not keep the examiner's role past its operation")
    func doors() async throws {
        try await here.importExam()
        for statement in [
            "SELECT stem FROM item_text", "SELECT option FROM item_key", "UPDATE item_text SET stem = ''",
            "DELETE FROM item_key", "INSERT INTO item_key SELECT 1, 2, 1",
        ] as [SQL] {
            await #expect("\(statement.text)") {
                _ = try await here.service.write { connection in
                    _ = try connection.asExaminer { try connection.one("SELECT count(*) FROM item_key", as: Int.self) }
                    try connection.execute(statement)
                }
            } throws: {
                ($0 as? PostgresError)?.sqlState?.rawValue == "42501"
            }
        }
        let keys: Int = try await here.service.write { connection in
            try connection.asExaminer { try connection.one("SELECT count(*) FROM item_key") }
        }
        #expect(keys == 5)
    }

    @Test("words that do not fit the item, and a key beyond its options, are refused by the database too")
    func fits() async throws {
        try await here.importExam()
        for (statement, name) in [
            ("INSERT INTO item_key SELECT id, 2, 5, now(), 1 FROM item LIMIT 1", "item_key_is_one_of_the_options"),
            ("INSERT INTO item_text SELECT 9, '', ARRAY['a', 'a']", "item_text_has_each_option_once"),
        ] as [(SQL, String)] {
            #expect(await constraint { try await here.force(statement) } == name)
        }
    }

    @Test("who imported what is in the audit trail, as codes and numbers")
    func audited() async throws {
        try await here.importExam(TestDatabase.exam(word: "canary"))
        let entry = try #require(try await here.registrar.audit.tail(by: .system).first)
        #expect(entry.verb == "exam.import")
        #expect(!"\(entry.details)".contains("canary"))
        #expect("\(entry.details)".contains("I-1 1, I-2 1"))
    }
}
