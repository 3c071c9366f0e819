import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Sitting an exam", .database)
struct SittingTests {
    let here = TestDatabase.current
    let asked = TestDatabase.requirement
    var attempts: Attempts { here.registrar.attempts }

    private func open(_ name: String = "Ada") async throws -> (ada: Examinee, attempt: Attempt) {
        if try await here.registrar.exams.list(by: here.staff(.examiner)).isEmpty { try await here.importExam() }
        let ada = try await here.examinees([name])[0]
        return (ada, try await attempts.begin(link: ada.link, requirement: asked))
    }

    @discardableResult
    private func answer(
        _ attempt: Attempt,
        _ ada: Examinee,
        _ question: Int,
        _ letter: String?,
        clears: Bool = false,
        flag: Bool = false,
        seen: Int = Int.max
    ) async throws -> AnswerSaved {
        let given = AnswerGiven(
            attempt: attempt.id,
            question: question,
            letter: letter,
            clears: clears,
            isFlagged: flag,
            seen: seen
        )
        return try await attempts.answer(given, link: ada.link, requirement: asked)
    }

    private func score(of attempt: AttemptID) async throws -> [Int] {
        try await here.service.read {
            try $0.all("SELECT raw FROM score WHERE attempt_id = \(attempt) ORDER BY number")
        }
    }

    @Test("whose seat is gone reads no question, answers none and hands nothing in")
    func removed() async throws {
        try await here.importExam()
        let ada = try await here.examinees()[0]
        let attempt = try await attempts.begin(link: ada.link, requirement: asked)
        #expect(try await attempts.page(link: ada.link, requirement: asked, question: 1) != nil)
        try await here.force("UPDATE enrollment SET state = 'removed', seat_number = NULL WHERE id = \(ada.claim)")
        #expect(try await attempts.page(link: ada.link, requirement: asked, question: 1) == nil)
        #expect(try await attempts.sitting(link: ada.link, requirement: asked) == nil)
        let words: [String] = try await here.service.read {
            try $0.all("SELECT stem FROM sitting_text(\(attempt.id), '{1,2,3}')")
        }
        #expect(words.isEmpty)
        #expect(try await refusal { try await answer(attempt, ada, 1, "A") }?.code == "no-candidate")
        let handed = try await refusal { _ = try await attempts.submit(link: ada.link, requirement: asked) }
        #expect(handed?.code == "no-candidate")
    }

    @Test("the page of an earlier try hands no later one in")
    func earlier() async throws {
        try await here.importExam()
        let ada = try await here.examinees(retakes: #"{"attempts": 3, "waiting_days": []}"#)[0]
        let first = try await here.sit(ada.link, rightly: false)
        let second = try await attempts.begin(link: ada.link, requirement: asked)
        let handed = try await attempts.submit(first.id, link: ada.link, requirement: asked)
        #expect(handed.id == second.id && handed.isOpen)
    }

    @Test("the door tells the rules; a try is begun, answered in the candidate's own order, handed in, and scored")
    func whole() async throws {
        try await here.importExam()
        let ada = try await here.examinees(retakes: #"{"attempts": 3, "waiting_days": []}"#)[0]
        let door = try await attempts.entrance(link: ada.link, requirement: asked)
        guard case .open = door.door else { return #expect(Bool(false), "\(door.door)") }
        #expect((door.questions, door.minutes, door.next.number, door.next.most) == (5, 30, 1, 3))
        let attempt = try await here.sit(ada.link)
        #expect(attempt.finish == .submitted)
        #expect(try await score(of: attempt.id) == [5])
        let after = try await attempts.entrance(link: ada.link, requirement: asked)
        guard case .shut(let refusal) = after.door else { return #expect(Bool(false)) }
        #expect(refusal.code == "exam-passed")
        #expect(after.last?.id == attempt.id)
        #expect(try await here.registrar.exams.show(code: "MINI", by: here.staff(.examiner)).forms[0].frozenAt != nil)
    }

    @Test("two candidates see different orders; each sees the same one again; answers are kept in the file's order")
    func orders() async throws {
        try await here.importExam(TestDatabase.exam(items: 20, cut: "{method: set, value: 3, words: W}"))
        let people = try await here.examinees(["Ada", "Bo"])
        var stems: [[String]] = []
        for person in people {
            let attempt = try await attempts.begin(link: person.link, requirement: asked)
            var seen: [String] = []
            for question in 1...20 {
                let page = try await attempts.page(link: person.link, requirement: asked, question: question)
                let again = try await attempts.page(link: person.link, requirement: asked, question: question)
                #expect(page?.options.map(\.words) == again?.options.map(\.words))
                seen.append(try #require(page).stem)
            }
            stems.append(seen)
            try await here.answerAll(attempt, person.link)
            _ = try await attempts.submit(link: person.link, requirement: asked)
            #expect(try await score(of: attempt.id) == [20])
        }
        #expect(stems[0] != stems[1])
        #expect(stems[0].sorted() == stems[1].sorted())
    }

    @Test("begun twice, it is one try; what was saved is there after a lost connection, and blanks are counted")
    func resumes() async throws {
        let (ada, attempt) = try await open()
        try await answer(attempt, ada, 1, "B")
        try await answer(attempt, ada, 3, "A", flag: true)
        #expect(try await attempts.begin(link: ada.link, requirement: asked).id == attempt.id)
        let state = try #require(try await attempts.sitting(link: ada.link, requirement: asked))
        #expect(state.blanks == [2, 4, 5])
        #expect(state.goesOn == 2)
        #expect(state.marks.map(\.isFlagged) == [false, false, true, false, false])
        let page = try #require(try await attempts.page(link: ada.link, requirement: asked, question: 1))
        #expect(page.options.map(\.isChosen) == [false, true, false, false])
        try await answer(attempt, ada, 1, nil, clears: true)
        #expect(try await attempts.sitting(link: ada.link, requirement: asked)?.blanks == [1, 2, 4, 5])
        let rows: Int = try await here.service.read { try $0.one("SELECT count(*) FROM answer") }
        #expect(rows == 3)
    }

    @Test("when the time is up the sitting shows no word more, an answer is kept as late, and the try ends at its end")
    func timeUp() async throws {
        let (ada, attempt) = try await open()
        let page = try #require(try await attempts.page(link: ada.link, requirement: asked, question: 1))
        let number = try #require(Int(page.stem.split(separator: " ")[1]))
        let right = ["first", "second", "third", "fourth"][(number - 1) % 4]
        let letter = try #require(page.options.first { $0.words.hasPrefix(right) }).letter
        try await answer(attempt, ada, 1, letter)
        try await here.shiftClock(by: .seconds(30 * 60 + 5))
        #expect(try await attempts.page(link: ada.link, requirement: asked, question: 1) == nil)
        let words: Int = try await here.service.read {
            try $0.one("SELECT count(*) FROM sitting_text(\(attempt.id), ARRAY[1, 2, 3, 4, 5])")
        }
        #expect(words == 0)
        #expect(try await answer(attempt, ada, 2, "A").isLate)
        #expect(try await score(of: attempt.id) == [1])
        #expect(try await answer(attempt, ada, 3, "A").isLate)
        let late: [Bool] = try await here.service.read { try $0.all("SELECT is_late FROM answer ORDER BY id") }
        #expect(late == [false, true, true])
        let door = try await attempts.entrance(link: ada.link, requirement: asked)
        #expect(door.last?.finish == .timeUp)
        #expect(door.last?.finishedAt == attempt.endsAt)
    }

    @Test("of late answers as many are kept as the form has questions, however many come at once")
    func lateAnswers() async throws {
        let (ada, attempt) = try await open()
        try await here.shiftClock(by: .seconds(30 * 60 + 5))
        let attempts = attempts
        let asked = asked
        let late = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let letter = ["A", "B", "C", "D"][number / 5]
                    let given = AnswerGiven(attempt: attempt.id, question: number % 5 + 1, letter: letter)
                    return try await attempts.answer(given, link: ada.link, requirement: asked).isLate
                }
            }
            return try await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(late == Array(repeating: true, count: 20))
        let kept: Int = try await here.service.read { try $0.one("SELECT count(*) FROM answer WHERE is_late") }
        #expect(kept == 5)
        #expect(
            await constraint {
                try await here.service.write {
                    _ = try $0.execute(
                        "INSERT INTO answer (attempt_id, position, option, is_late) VALUES (\(attempt.id), 1, 1, false)"
                    )
                }
            } == "late_answers_are_at_most_the_questions"
        )
        #expect(try await score(of: attempt.id) == [0])
    }

    @Test("whoever looks next ends it, and so does the worker's job, once")
    func looked() async throws {
        let (ada, first) = try await open()
        try await here.shiftClock(by: .seconds(3_600))
        _ = try await attempts.entrance(link: ada.link, requirement: asked)
        #expect(try await score(of: first.id) == [0])
        let (_, second) = try await open("Bo")
        #expect(try await here.registrar.jobs.list(by: .system).allSatisfy { $0.kind != Job.finishing })
        try await here.shiftClock(by: .seconds(3_600))
        for job in try await here.registrar.jobs.claim(limit: 50, lease: .seconds(60)) where job.kind == Job.finishing {
            try await attempts.finish(job)
            try await attempts.finish(job)
        }
        #expect(try await score(of: second.id) == [0])
        let told: Int = try await here.service.read {
            try $0.one("SELECT count(*) FROM job WHERE kind = 'mail.exam_result'")
        }
        #expect(told == 2)
    }

    @Test("two windows on one sitting: the last answer counts, and both are told")
    func windows() async throws {
        let (ada, attempt) = try await open()
        let left = try #require(try await attempts.page(link: ada.link, requirement: asked, question: 1)).seen
        let right = left
        let first = try await answer(attempt, ada, 1, "A", seen: left)
        #expect(!first.isShared)
        let second = try await answer(attempt, ada, 1, "C", seen: right)
        #expect(second.isShared)
        #expect(try await answer(attempt, ada, 2, "A", seen: first.seen).isShared)
        let page = try #require(try await attempts.page(link: ada.link, requirement: asked, question: 1))
        #expect(page.options.map(\.isChosen) == [false, false, true, false])
    }

    @Test("an answer that is none, a question that is none, another's attempt, and a link that is no candidate's")
    func refused() async throws {
        let (ada, attempt) = try await open()
        #expect(try await refusal { try await answer(attempt, ada, 1, "E") }?.kind == .invalid)
        #expect(try await refusal { try await answer(attempt, ada, 6, "A") }?.kind == .invalid)
        let (bo, _) = try await open("Bo")
        #expect(try await refusal { try await answer(attempt, bo, 1, "A") }?.code == "no-try")
        let show = LinkToken(.show, ada.claim).text(sealedWith: TestDatabase.secrets.links)
        #expect(
            try await refusal { _ = try await attempts.entrance(link: show, requirement: asked) }?.code
                == "link-unknown"
        )
        #expect(
            try await refusal { _ = try await attempts.entrance(link: ada.link, requirement: "workshop-attendance") }?
                .code
                == "exam-unknown"
        )
        #expect(
            await constraint {
                _ = try await here.service.write {
                    try $0.execute(
                        "INSERT INTO answer (attempt_id, position, option, is_late) VALUES (\(attempt.id), 1, 5, false)"
                    )
                }
            } == "answer_is_an_option_of_its_item"
        )
    }

    @Test("more time, with a reason, counts from the next try on; who handed in has handed in")
    func accommodation() async throws {
        try await here.importExam()
        let ada = try await here.examinees()[0]
        let number = try await attempts.entrance(link: ada.link, requirement: asked).candidate
        try await attempts.accommodate(number, percent: 150, reason: "Needs breaks", by: here.staff(.examiner))
        #expect(try await attempts.entrance(link: ada.link, requirement: asked).minutes == 45)
        let attempt = try await attempts.begin(link: ada.link, requirement: asked)
        #expect(attempt.endsAt.timeIntervalSince(attempt.begunAt) == 45 * 60)
        let done = try await attempts.submit(link: ada.link, requirement: asked)
        #expect(try await attempts.submit(link: ada.link, requirement: asked).finishedAt == done.finishedAt)
        for (percent, reason) in [(99, "x"), (401, "x"), (150, " ")] {
            let refused = try await refusal {
                try await attempts.accommodate(number, percent: percent, reason: reason, by: here.staff(.examiner))
            }
            #expect(refused?.kind == .invalid)
        }
        #expect(await constraint { try await here.force("UPDATE attempt SET shuffle = 1") } == "attempt_ends_once")
    }

    @Test("an answer that is being saved when the time ends is there before the score is made", arguments: 1...3)
    func race(_: Int) async throws {
        let (ada, attempt) = try await open()
        let attempts = attempts
        let asked = asked
        await withTaskGroup(of: Void.self) { group in
            for question in 1...5 {
                group.addTask {
                    let given = AnswerGiven(attempt: attempt.id, question: question, letter: "A")
                    _ = try? await attempts.answer(given, link: ada.link, requirement: asked)
                }
            }
            group.addTask { _ = try? await attempts.submit(link: ada.link, requirement: asked) }
        }
        // Whatever counts was written before the score, and whatever came after is late.
        let (late, early): (Int, Int) = try await here.service.read { connection in
            let late: Int = try connection.one("SELECT count(*) FROM answer WHERE is_late")
            let finished: Int = try connection.one(
                "SELECT count(*) FROM answer JOIN attempt ON attempt.id = attempt_id WHERE NOT is_late AND answer.at > finished_at"
            )
            return (late, finished)
        }
        #expect((0...5).contains(late))
        #expect(early == 0)
        #expect(try await score(of: attempt.id).count == 1)
    }
}
