import Domain
import Foundation
import HTTPTypes
import Mustache
import TestSupport
import Testing

@testable import Web

@Suite("Pages of a sitting", .database)
struct SittingPageTests {
    private var here: TestDatabase { .current }

    private func examinee(_ retakes: String? = nil) async throws -> (ada: Examinee, door: String) {
        try await here.importExam()
        let ada = try await here.examinees(retakes: retakes)[0]
        return (ada, "/progress/\(ada.link)/exam/\(TestDatabase.requirement)")
    }

    /// The value of a hidden field.
    private func field(_ name: String, _ page: Heard) throws -> String {
        let start = try #require(page.text.range(of: "name=\"\(name)\" value=\""))
        return String(page.text[start.upperBound...].prefix { $0 != "\"" })
    }

    private func save(
        _ visitor: Visitor,
        _ page: Heard,
        at path: String,
        answer: String,
        go: String = "next"
    ) async throws -> Heard {
        try await visitor.post(
            path,
            form: ["attempt": field("attempt", page), "seen": field("seen", page), "answer": answer, "go": go]
        )
    }

    @Test("from the door to the end without a script: begin, answer, jump, mark, look at the blanks, hand in")
    func whole() async throws {
        let (_, door) = try await examinee(#"{"attempts": 2, "waiting_days": [28]}"#)
        try await Visitor.visiting { visitor in
            let entrance = try await visitor.get(door)
            #expect(entrance.status == 200)
            #expect(entrance.headers[.cacheControl] == "no-store")
            for part in ["5 questions", "30 minutes", "2 of 2", "Begin now"] { #expect(entrance.text.contains(part)) }
            let begun = try await visitor.post(door)
            #expect((begun.status, begun.headers[.location]) == (303, "\(door)/questions/1"))
            let first = try await visitor.get("\(door)/questions/1")
            for part in ["Question 1 of 5", "29 minutes left", "0 of 5 answered", "<legend>Stem "] {
                #expect(first.text.contains(part), "\(part)")
            }
            #expect(first.text.components(separatedBy: "type=\"radio\"").count == 5)
            let saved = try await save(visitor, first, at: "\(door)/questions/1", answer: "B")
            #expect(saved.headers[.location] == "\(door)/questions/2")
            let second = try await visitor.get("\(door)/questions/2")
            let stayed = try await save(visitor, second, at: "\(door)/questions/2", answer: "A", go: "stay")
            #expect(stayed.text == "2")
            let again = try await visitor.get("\(door)/questions/2")
            let taken = try await save(visitor, again, at: "\(door)/questions/2", answer: "A", go: "clear")
            #expect(taken.headers[.location] == "\(door)/questions/2")
            let marked = try await visitor.post(
                "\(door)/questions/2",
                form: ["attempt": field("attempt", second), "seen": "3", "flag": "yes", "go": "5"]
            )
            #expect(marked.headers[.location] == "\(door)/questions/5")
            let map = try await visitor.get("\(door)/questions/5")
            #expect(map.text.contains(#"class="flagged blank">2<span class="unseen"> blank, marked"#))
            #expect(map.text.contains(#"class="answered">1"#))
            let last = try await save(visitor, map, at: "\(door)/questions/5", answer: "A")
            #expect(last.headers[.location] == "\(door)/end")
            let end = try await visitor.get("\(door)/end")
            #expect(end.text.contains("3 of 5 questions are blank"))
            #expect(end.text.contains("Marked by you"))
            // What was lost goes on at the first blank.
            #expect(try await visitor.post(door).headers[.location] == "\(door)/questions/2")
            #expect(try await visitor.get(door).text.contains("2 of 5 questions are answered"))
            #expect(try await visitor.post("\(door)/end").headers[.location] == door)
            let over = try await visitor.get(door)
            #expect(over.text.contains("You handed try 1 in on"))
            #expect(over.text.contains("may begin from"))
            #expect(!over.text.contains("Begin now"))
            #expect(try await visitor.get("\(door)/questions/1").headers[.location] == door)
            #expect(try await visitor.get("\(door)/end").headers[.location] == door)
        }
    }

    @Test("two windows: the last answer counts and both are told; an answer after the time is told, and does not count")
    func windowsAndTime() async throws {
        let (_, door) = try await examinee()
        let here = here
        try await Visitor.visiting { visitor in
            _ = try await visitor.post(door)
            let question = "\(door)/questions/1"
            let (left, right) = (try await visitor.get(question), try await visitor.get(question))
            #expect(
                try await save(visitor, left, at: question, answer: "A").headers[.location] == "\(door)/questions/2"
            )
            let next = try await visitor.get("\(door)/questions/2")
            let told = try await save(visitor, right, at: question, answer: "C")
            #expect(told.headers[.location] == "\(door)/questions/2?news=shared")
            #expect(try await visitor.get("\(door)/questions/2?news=shared").text.contains("another window"))
            let also = try await save(visitor, next, at: "\(door)/questions/2", answer: "A")
            #expect(also.headers[.location] == "\(door)/questions/3?news=shared")
            #expect(try await visitor.get(question).text.contains(#"value="C" checked"#))
            try await here.shiftClock(by: .seconds(31 * 60))
            let late = try await save(visitor, next, at: "\(door)/questions/2", answer: "B")
            #expect(late.headers[.location] == "\(door)?news=late")
            let over = try await visitor.get("\(door)?news=late")
            #expect(over.text.contains("It is kept, and does not count."))
            #expect(over.text.contains("The time of try 1 was up"))
        }
    }

    @Test("strange requests are refused in words: no candidate's link, no such question, no such option, another site")
    func strange() async throws {
        let (ada, door) = try await examinee()
        let show = here.link(.show, ada.claim)
        try await Visitor.visiting { visitor in
            #expect(try await visitor.get("/progress/\(show)/exam/\(TestDatabase.requirement)").status == 404)
            #expect(try await visitor.get("/progress/\(ada.link)/exam/nothing").status == 404)
            #expect(try await visitor.get("\(door)/questions/1").headers[.location] == door)
            #expect(try await visitor.post("\(door)/end").status == 409)
            _ = try await visitor.post(door)
            for number in ["0", "x", "99999"] {
                #expect(try await visitor.get("\(door)/questions/\(number)").status == 404)
            }
            #expect(try await visitor.get("\(door)/questions/6").headers[.location] == door)
            let page = try await visitor.get("\(door)/questions/1")
            let path = "\(door)/questions/1"
            #expect(try await save(visitor, page, at: path, answer: "Z").status == 422)
            #expect(try await visitor.post(path, form: ["answer": "A"]).status == 400)
            #expect(try await visitor.post(path, form: ["attempt": "999999", "answer": "A"]).status == 409)
            #expect(try await visitor.post(door, [.secFetchSite: "cross-site"]).status == 403)
        }
    }

    @Test("the pages name only what there is")
    func templates() async throws {
        let (ada, _) = try await examinee()
        let pages = try Pages()
        let place = SittingPlace(token: ada.link, requirement: TestDatabase.requirement)
        let attempts = here.registrar.attempts
        func render(_ template: String, _ view: some Sendable) throws -> String {
            let frame = Frame(title: "Title", institute: nil, pages: pages)
            let notes = Strict.Notes()
            let text = try #require(
                pages.library.render(Strict(Sheet(frame: frame, content: view), notes), withTemplate: template)
            )
            #expect(notes.unknown.isEmpty, "\(template): \(notes.unknown)")
            #expect(!text.contains("Optional("))
            return text
        }
        let asked = TestDatabase.requirement
        let before = try await attempts.entrance(link: ada.link, requirement: asked)
        _ = try render("exam", EntranceView(before, place, news: "late"))
        let attempt = try await attempts.begin(link: ada.link, requirement: asked)
        let during = try await attempts.entrance(link: ada.link, requirement: asked)
        #expect(try render("exam", EntranceView(during, place, news: nil)).contains("Go on"))
        let page = try #require(try await attempts.page(link: ada.link, requirement: asked, question: 1))
        #expect(try render("question", QuestionView(page, place, isShared: true)).contains("another window"))
        let state = try #require(try await attempts.sitting(link: ada.link, requirement: asked))
        #expect(try render("hand_in", HandInView(state, place)).contains("Question 5"))
        try await here.answerAll(attempt, ada.link)
        let full = try #require(try await attempts.sitting(link: ada.link, requirement: asked))
        #expect(try render("hand_in", HandInView(full, place)).contains("All 5 questions are answered."))
        _ = try await attempts.submit(link: ada.link, requirement: asked)
        let after = try await attempts.entrance(link: ada.link, requirement: asked)
        #expect(try render("exam", EntranceView(after, place, news: nil)).contains("passed already"))
    }
}
