import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Erasing who was rated and denied", .database)
struct ErasedPracticalTests {
    let here = TestDatabase.current

    @Test("a rater's note, the reason of an override and the words of an appeal go; levels, points and states stay")
    func erased() async throws {
        let (code, claims) = try await here.practicalCohort([Canary.name])
        let entered = try await here.schedulePractical(claims[0])
        let practicals = here.registrar.practicals
        let noted = RatingDraft(levels: try here.levels(2).levels, note: "\(Canary.name) was calm.")
        try await practicals.rate(entered.candidate, noted, by: here.member("maya"))
        try await practicals.rate(entered.candidate, here.levels(2), by: here.member("sam"))
        try await here.decide(.proposed, code)
        let instructor = try await here.registrar.staff.changeRoles(
            login: "instructor",
            grant: [.decider],
            withdraw: [],
            by: .system
        )
        let decisions = here.registrar.decisions
        let reason = "\(Canary.name) waits."
        _ = try await decisions.askOverride(of: claims[0], in: code, reason: reason, by: .staff(instructor))
        try await here.decide(.denied, code)
        let office = try await here.staff(.registrar)
        _ = try await decisions.fileAppeal(of: claims[0], words: "I, \(Canary.name), was there.", by: office)
        let person: PersonID = try await here.service.read {
            try $0.one("SELECT person_id FROM enrollment WHERE id = \(claims[0])")
        }
        #expect(try await here.tables(holding: [Canary.name]).contains("payload"))
        try await here.erase(.id(person))
        #expect(try await here.tables(holding: [Canary.name]) == [])
        let points: Int = try await here.service.read { try $0.one("SELECT doubled_points FROM practical_score") }
        #expect(points == 60)
        #expect(try await here.brokenInvariants() == [])
        let task = try #require(entered.raters.first).task
        let link = LinkToken(rating: task, generation: 1).text(sealedWith: TestDatabase.secrets.links)
        await #expect(throws: Refusal.self) { _ = try await practicals.open(link: link) }
    }
}
