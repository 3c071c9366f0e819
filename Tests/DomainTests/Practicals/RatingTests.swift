import Foundation
import Postgres
import Psychometrics
import TestSupport
import Testing

@testable import Domain

@Suite("Ratings", .database)
struct RatingTests {
    let here = TestDatabase.current
    var practicals: Practicals { here.registrar.practicals }

    private func standing(_ number: CandidateNumber) async throws -> PracticalStanding {
        let all = try await practicals.standings(cohort: cohort(of: number), by: here.staff(.examiner))
        return try #require(all.first { $0.candidate == number })
    }

    private func cohort(of number: CandidateNumber) async throws -> String {
        try await here.service.read {
            try $0.one(
                """
                SELECT cohort.code
                FROM candidate
                JOIN enrollment ON enrollment.id = candidate.enrollment_id
                JOIN cohort ON cohort.id = enrollment.cohort_id
                WHERE candidate.number = \(number.rawValue)
                """
            )
        }
    }

    @Test("entered, rated by two who agree, and decided: 30 of 45 pass, and what let them in is kept")
    func story() async throws {
        let (_, claims) = try await here.practicalCohort()
        let entered = try await here.schedulePractical(claims[0])
        guard case .awaitsRatings(2) = entered.state else { Issue.record("\(entered.state)"); return }
        #expect(entered.raters.map(\.login) == ["maya", "sam"])
        try await practicals.rate(entered.candidate, here.levels(2), by: here.member("maya"))
        guard case .awaitsRatings(1) = try await standing(entered.candidate).state else { return }
        try await practicals.rate(
            entered.candidate,
            here.levels(2, ["exercise": 1, "summary": 3]),
            by: here.member("sam")
        )
        guard case .decided(let score) = try await standing(entered.candidate).state else {
            Issue.record("not decided")
            return
        }
        #expect((score.doubledPoints, score.maximum, score.cut, score.passed) == (59, 45, 27, true))
        let kept: Int = try await here.service.read { try $0.one("SELECT count(*) FROM eligibility") }
        #expect(kept == 1)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("each rater has a mail with a link for that day, which names the candidate by number alone")
    func letters() async throws {
        let (_, claims) = try await here.practicalCohort(["Ada Lovelace"])
        let entered = try await here.schedulePractical(claims[0])
        let jobs = try await here.registrar.jobs.claim(limit: 100, lease: .seconds(60))
        var letters: [RaterLetter] = []
        for job in jobs {
            if let letter = try await here.registrar.jobs.raterLetter(for: job) { letters.append(letter) }
        }
        #expect(letters.map(\.to.rawValue) == ["maya@institute.example", "sam@institute.example"])
        #expect(Set(letters.map(\.link)).count == 2)
        #expect(letters.allSatisfy { $0.candidate == "\(entered.candidate)" && !"\($0)".contains("Lovelace") })
        let link = try #require(letters.first?.link.split(separator: "/").last)
        let task = try await practicals.open(link: String(link))
        #expect(task.state == .open)
        #expect(task.practical.criteria.count == 12)
    }

    @Test("raters are blind: nothing that a rater, or anybody, can ask for tells levels before it is decided")
    func blind() async throws {
        let (_, claims) = try await here.practicalCohort()
        let entered = try await here.schedulePractical(claims[0])
        // Levels that stand nowhere else.
        try await practicals.rate(entered.candidate, here.levels(0, ["role": 3]), by: here.member("maya"))
        let sam = try await here.member("sam")
        let shown = [
            "\(try await practicals.standings(by: sam))",
            "\(try await practicals.open(link: link(of: "sam", entered)))",
            "\(try await practicals.open(link: link(of: "maya", entered)))",
        ]
        for text in shown { #expect(!text.contains("levels: [0")) }
        #expect(try await practicals.open(link: link(of: "maya", entered)).state == .done)
        let scores = here.registrar.scores
        let report = try await refusal { _ = try await scores.analyzePractical("MES-PRACTICAL", by: sam) }
        #expect(report?.code == "practical-unrated")
        let audit = try await here.registrar.audit.tail(by: here.staff(.owner))
        #expect(audit.contains { $0.verb == "practical.rate" })
        #expect(!"\(audit)".contains("[0, 0"))
    }

    @Test("a rater rates once; the first rating stays")
    func once() async throws {
        let (_, claims) = try await here.practicalCohort()
        let entered = try await here.schedulePractical(claims[0])
        let maya = try await here.member("maya")
        try await practicals.rate(entered.candidate, here.levels(2), by: maya)
        let again = try await refusal { try await practicals.rate(entered.candidate, here.levels(3), by: maya) }
        #expect(again?.code == "rated-already")
        let token = try await link(of: "maya", entered)
        let byLink = try await refusal { try await practicals.rate(link: token, here.levels(3)) }
        #expect(byLink?.code == "rated-already")
        let reassigned = try await refusal {
            _ = try await practicals.assign(["maya"], to: entered.candidate, by: here.staff(.registrar))
        }
        #expect(reassigned?.code == "rated-already")
    }

    @Test("two who hand in at once by one link: one rating is kept", arguments: 1...3)
    func race(_: Int) async throws {
        let (_, claims) = try await here.practicalCohort()
        let entered = try await here.schedulePractical(claims[0])
        let token = try await link(of: "maya", entered)
        let taken = await withTaskGroup(of: Bool.self) { group in
            for level in 0...3 {
                group.addTask { (try? await practicals.rate(link: token, here.levels(level))) != nil }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(taken == 1)
    }

    @Test("every criterion without one of its levels is named, and nothing is kept")
    func missing() async throws {
        let (_, claims) = try await here.practicalCohort()
        let entered = try await here.schedulePractical(claims[0])
        let draft = RatingDraft(
            levels: ["vital-signs": "4", "role": "", "beauty": "1"],
            note: String(repeating: "x", count: 1_001)
        )
        let refused = try await refusal {
            try await practicals.rate(entered.candidate, draft, by: here.member("maya"))
        }
        #expect(refused?.problems.count == 14)
        #expect(
            refused?.problems.first?.message
                == "“4” is no level of “Takes heart rate and blood pressure, and says what they mean for today”; its levels are 0 to 3."
        )
        #expect(refused?.problems.map(\.field).suffix(2) == ["beauty", "note"])
        guard case .awaitsRatings(2) = try await standing(entered.candidate).state else { Issue.record("kept"); return }
    }

    @Test("the link opens on its day alone, and a newer mail takes its place")
    func day() async throws {
        let (_, claims) = try await here.practicalCohort()
        for rater in ["maya", "sam", "kim"] { _ = try await here.member(rater) }
        let office = try await here.staff(.registrar)
        let tomorrow = CalendarDate(daysSince1970: try await here.today().daysSince1970 + 1)
        let entered = try await practicals.schedule(claims[0], on: tomorrow, by: office)
        let assigned = try await practicals.assign(["maya", "sam"], to: entered.candidate, by: office)
        let token = try await link(of: "maya", assigned)
        #expect(try await practicals.open(link: token).state == .early)
        let early = try await refusal { try await practicals.rate(link: token, here.levels(2)) }
        #expect(early?.code == "rating-not-open")
        try await here.shiftClock(by: .seconds(86_400))
        #expect(try await practicals.open(link: token).state == .open)
        // Sam is ill: Kim comes instead, and Sam's link is over.
        let sams = try await link(of: "sam", assigned)
        _ = try await practicals.assign(["kim"], to: entered.candidate, insteadOf: "sam", by: office)
        #expect(try await practicals.open(link: sams).state == .over)
        #expect(try await refusal { try await practicals.rate(link: sams, here.levels(2)) }?.code == "rating-over")
        try await here.shiftClock(by: .seconds(86_400))
        #expect(try await practicals.open(link: token).state == .over)
        #expect(try await refusal { try await practicals.rate(link: token, here.levels(2)) }?.code == "rating-over")
        guard case .awaitsRaters(2) = try await standing(entered.candidate).state else { Issue.record("waits"); return }
        let again = try await practicals.assign(["maya"], to: entered.candidate, on: here.today(), by: office)
        #expect(try await refusal { _ = try await practicals.open(link: token) }?.code == "link-replaced")
        #expect(try await practicals.open(link: link(of: "maya", again)).state == .open)
        #expect(try await refusal { _ = try await practicals.open(link: "x") }?.code == "link-unknown")
    }

    @Test("who noted it on paper hands it in later by the command line; nobody hands in for another")
    func later() async throws {
        let (_, claims) = try await here.practicalCohort()
        let entered = try await here.schedulePractical(claims[0])
        try await here.shiftClock(by: .seconds(3 * 86_400))
        try await practicals.rate(entered.candidate, here.levels(2), by: here.member("maya"))
        let stranger = try await here.member("kim")
        let refused = try await refusal { try await practicals.rate(entered.candidate, here.levels(2), by: stranger) }
        #expect(refused?.code == "not-a-rater")
    }

    @Test(
        "too far apart, a third is called; the middle level of three counts, and one unsafe rating of three fails nobody"
    )
    func third() async throws {
        let (_, claims) = try await here.practicalCohort()
        let entered = try await here.schedulePractical(claims[0])
        let office = try await here.staff(.registrar)
        _ = try await here.member("kim")
        let early = try await refusal { _ = try await practicals.assign(["kim"], to: entered.candidate, by: office) }
        #expect(early?.code == "enough-raters")
        try await practicals.rate(entered.candidate, here.levels(2), by: here.member("maya"))
        try await practicals.rate(entered.candidate, here.levels(2, ["red-flags": 0]), by: here.member("sam"))
        guard case .awaitsThirdRater = try await standing(entered.candidate).state else {
            Issue.record("third"); return
        }
        #expect(try await practicals.standings(by: office).count == 1)
        _ = try await practicals.assign(["kim"], to: entered.candidate, by: office)
        try await practicals.rate(entered.candidate, here.levels(2), by: here.member("kim"))
        guard case .decided(let score) = try await standing(entered.candidate).state else {
            Issue.record("score"); return
        }
        #expect((score.doubledPoints, score.unsafe, score.passed) == (60, [], true))
        let late = try await refusal { _ = try await practicals.assign(["kim"], to: entered.candidate, by: office) }
        #expect(late?.code == "no-open-practical")
        #expect(try await here.brokenInvariants() == [])
    }

    @Test(
        "two of three decide on a hurdle, whatever the sum; so do three who each find another thing unsafe, and the report says it",
        arguments: [
            (["vital-signs": 0], ["vital-signs": 0], 1), (["vital-signs": 0], ["red-flags": 0], 2),
        ]
    )
    func hurdle(second: [String: Int], third: [String: Int], unsafe: Int) async throws {
        let (_, claims) = try await here.practicalCohort()
        let entered = try await here.schedulePractical(claims[0])
        let office = try await here.staff(.registrar)
        _ = try await here.member("kim")
        try await practicals.rate(entered.candidate, here.levels(3), by: here.member("maya"))
        try await practicals.rate(entered.candidate, here.levels(3, second), by: here.member("sam"))
        _ = try await practicals.assign(["kim"], to: entered.candidate, by: office)
        try await practicals.rate(entered.candidate, here.levels(3, third), by: here.member("kim"))
        guard case .decided(let score) = try await standing(entered.candidate).state else {
            Issue.record("score"); return
        }
        #expect(score.unsafe.count == unsafe && !score.passed && score.doubledPoints > 2 * score.cut)
        let report = try await here.registrar.scores.report(link: here.progressLink(of: claims[0]))
        #expect(report.results.map(\.passed) == [false] && report.results.map(\.wasUnsafe) == [true])
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("one unsafe criterion fails, whatever the points")
    func unsafe() async throws {
        let (_, claims) = try await here.practicalCohort()
        let entered = try await here.schedulePractical(claims[0])
        for rater in ["maya", "sam"] {
            try await practicals.rate(entered.candidate, here.levels(3, ["vital-signs": 0]), by: here.member(rater))
        }
        guard case .decided(let score) = try await standing(entered.candidate).state else {
            Issue.record("score"); return
        }
        #expect((score.doubledPoints, score.passed) == (84, false))
        #expect(score.unsafe == ["Takes heart rate and blood pressure, and says what they mean for today"])
    }

    private func link(of rater: String, _ standing: PracticalStanding) async throws -> String {
        let task = try #require(standing.raters.first { $0.login == rater }).task
        let generation: Int = try await here.service.read {
            try $0.one("SELECT link_generation FROM rating_task WHERE id = \(task)")
        }
        return LinkToken(rating: task, generation: generation).text(sealedWith: TestDatabase.secrets.links)
    }
}
