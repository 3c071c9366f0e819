import Domain
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Web

@Suite("What a candidate's page says of exams and of the decision", .database)
struct ExamStepTests {
    private var here: TestDatabase { .current }

    @Test("a written exam: the way in, the way on, the result, and from when on it may be tried again")
    func written() async throws {
        try await here.importExam()
        let ada = try await here.examinees(retakes: #"{"attempts": 2, "waiting_days": [28]}"#)[0]
        // The story's cohort was waived everything, so that its exam is asked for again.
        let cohort = try #require(
            try await here.registrar.cohorts.list(states: [.completed], limit: 1, by: .system).items.first
        )
        let again = try ProgressEntry(.reopened, TestDatabase.requirement, note: "To be taken.")
        try await here.say(again, of: ada.claim, in: cohort.code, by: .registrar)
        let page = "/progress/\(ada.link)"
        let door = "\(page)/exam/\(TestDatabase.requirement)"
        try await Visitor.visiting { visitor in
            let before = try await visitor.get(page).text
            #expect(before.contains("everything before it is complete") && before.contains("href=\"\(door)\""))
            #expect(!before.contains("\(page)/results"))
            _ = try await visitor.post(door)
            let during = try await visitor.get(page).text
            #expect(during.contains("under way, and the time runs") && during.contains("href=\"\(door)\">Go on"))
            #expect(try await visitor.get(door).text.contains("href=\"\(page)\""))
            #expect(try await visitor.get("\(door)/questions/1").text.contains("href=\"\(page)\""))
            _ = try await visitor.post("\(door)/end")
            let over = try await visitor.get(door).text
            #expect(over.contains("Your exam is handed in") && over.contains("href=\"\(page)/results\""))
            let after = try await visitor.get(page).text
            #expect(after.contains("The next try, number 2, may begin from ") && !after.contains("href=\"\(door)\""))
            #expect(after.contains("href=\"\(page)/results\"") && after.contains("Not passed yet"))
            #expect(try await visitor.get("\(page)/results").text.contains("href=\"\(page)\""))
            try await here.shiftClock(by: .seconds(29 * 86_400))
            let again = try await visitor.get(page).text
            #expect(again.contains("you may try again, for the 2nd time") && again.contains("href=\"\(door)\""))
        }
    }

    @Test("a practical and what follows it: entered, passed with a condition outstanding, complete, and the decision")
    func decided() async throws {
        let (code, claims) = try await here.practicalCohort(["Ada", "Bo"])
        let pages = claims.map { "/progress/\(here.progressLink(of: $0))" }
        try await Visitor.visiting { visitor in
            #expect(try await visitor.get(pages[0]).text.contains("Practical: everything before it is complete"))
            let standing = try await here.schedulePractical(claims[0])
            let entered = try await visitor.get(pages[0]).text
            #expect(entered.contains("Practical: you are entered, on "))
            let other = try await here.schedulePractical(claims[1])
            _ = try await here.registrar.practicals.cancel(
                other.candidate,
                because: .candidateAbsent,
                reason: "Ill.",
                by: here.staff(.registrar)
            )
            let off = try await visitor.get(pages[1]).text
            #expect(off.contains("Practical: everything before it is complete") && !off.contains("you are entered"))
            for rater in ["maya", "sam"] {
                try await here.registrar.practicals.rate(standing.candidate, here.levels(2), by: here.member(rater))
            }
            let passed = try await visitor.get(pages[0]).text
            #expect(passed.contains("Passed, conditions outstanding") && passed.contains("Send: CPR card"))
            try await here.bringCard(claims[0])
            let complete = try await visitor.get(pages[0]).text
            #expect(complete.contains("All is complete") && !complete.contains("next-steps"))
            try await here.decide(.proposed, code)
            try await here.decide(.granted, code, [claims[0]])
            #expect(try await visitor.get(pages[0]).text.contains("Granted"))
            try await here.decide(.denied, code, [claims[1]])
            let denied = try await visitor.get(pages[1]).text
            #expect(denied.contains("Not granted"))
            let start = try #require(denied.range(of: "href=\"/appeals/"))
            let appeal = "/appeals/\(denied[start.upperBound...].prefix { $0 != "\"" })"
            #expect(try await visitor.get(appeal).text.contains("Appeal the decision"))
        }
    }
}
