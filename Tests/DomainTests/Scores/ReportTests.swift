import TestSupport
import Testing

@testable import Domain

@Suite("Results", .database)
struct ReportTests {
    let here = TestDatabase.current

    @Test("staff who examine read numbers and points, no name and no address; who has no result is not listed")
    func results() async throws {
        let form = try await here.sampleForm(keys: [1, 2, 3], cut: 2)
        let (cohort, claims) = try await here.completedCohort(["Ada Lovelace", "Bo Diddley", "Cy Twombly"])
        try await here.sitAndScore(form, claims[0], [1, 2, nil])
        try await here.sitAndScore(form, claims[1], [4, 4, 3])
        let results = try await here.registrar.scores.results(of: cohort, by: here.staff(.examiner))
        let numbers = try await [here.number(of: claims[0]), here.number(of: claims[1])]
        #expect(Set(results.map(\.candidate.rawValue)) == Set(numbers))
        let ada = try #require(results.first { $0.candidate.rawValue == numbers[0] })
        #expect(ada.raw == 2 && ada.items == 3 && ada.cut == 2 && ada.scaled == 500 && ada.passed)
        #expect(ada.form == "\(form.name).1" && ada.cohort == cohort && ada.approvedBy == nil)
        #expect(!"\(results)".contains("Lovelace") && !"\(results)".contains("example"))
        #expect(try await here.registrar.scores.results(of: form.name, by: .system).count == 2)
    }

    @Test("a form is named by itself, with its exam, and with its version; what is none is told")
    func names() async throws {
        let form = try await here.sampleForm(keys: [1], cut: 1)
        let scores = here.registrar.scores
        for name in [form.name, form.name.lowercased(), "\(form.name).1", "A"] {
            #expect(try await scores.results(of: name, by: .system).isEmpty)
        }
        for (name, code) in [("\(form.name).2", "form-unknown"), ("B", "form-unknown"), ("A B", "form-unknown")] {
            #expect(try await refusal { _ = try await scores.results(of: name, by: .system) }?.code == code)
        }
        _ = try await here.sampleForm(keys: [1], cut: 1)
        #expect(try await refusal { _ = try await scores.results(of: "A", by: .system) }?.code == "form-ambiguous")
    }

    @Test("a candidate is told pass or fail and the scaled score; bands only after a failure, and that it was rescored")
    func report() async throws {
        let form = try await here.sampleForm(keys: [1, 1, 1, 1], cut: 3)
        let (_, claims) = try await here.completedCohort(["Ada", "Bo"])
        try await here.sitAndScore(form, claims[0], [1, 2, nil, nil])
        try await here.sitAndScore(form, claims[1], [1, 1, 1, 1])
        let scores = here.registrar.scores
        let ada = try #require(try await scores.report(link: here.progressLink(of: claims[0])).results.first)
        #expect(!ada.passed && ada.scaled == 300 && ada.rescoredAt == nil && ada.kind == .written)
        #expect(ada.areas.map(\.area) == ["Referral", "Screening"] && ada.exam == "MES written examination")
        let bo = try #require(try await scores.report(link: here.progressLink(of: claims[1])).results.first)
        #expect(bo.passed && bo.scaled == 800 && bo.areas.isEmpty)
        let request = try RescoreRequest(form: form.name, keys: ["I-02=B", "I-01=D"], reason: "Wrong source.")
        let plan = try await scores.planRescore(request, by: here.staff(.examiner))
        _ = try await scores.applyRescore(form: form.name, hash: plan.hash, by: here.staff(.decider))
        let now = try #require(try await scores.report(link: here.progressLink(of: claims[1])).results.first)
        #expect(!now.passed && now.scaled == 400 && now.rescoredAt != nil && now.areas.count == 2)
    }

    @Test("who was erased is left out of results and rescores, and the others have theirs")
    func erased() async throws {
        let form = try await here.sampleForm(keys: [1, 1], cut: 1)
        let (cohort, claims) = try await here.completedCohort(["Ada", "Bo"])
        try await here.sitAndScore(form, claims[0], [1, 1])
        try await here.sitAndScore(form, claims[1], [1, 2])
        try await here.erase(PersonKey(typed: "p0@\(cohort.lowercased()).example"))
        let (examiner, scores) = (try await here.staff(.examiner), here.registrar.scores)
        for name in [cohort, form.name] {
            #expect(try await scores.results(of: name, by: examiner).map(\.raw) == [1])
        }
        let request = try RescoreRequest(form: form.name, keys: ["I-02=B"], reason: "Wrong source.")
        let plan = try await scores.planRescore(request, by: examiner)
        #expect(plan.attempts.map(\.candidate.rawValue) == [try await here.number(of: claims[1])])
        _ = try await scores.applyRescore(form: form.name, hash: plan.hash, by: here.staff(.decider))
        #expect(try await scores.results(of: cohort, by: examiner).map(\.raw) == [2])
    }

    @Test("another link shows nothing, and nothing is left to show of somebody who was erased")
    func links() async throws {
        let (cohort, claims) = try await here.completedCohort()
        let scores = here.registrar.scores
        #expect(try await scores.report(link: here.progressLink(of: claims[0])).results.isEmpty)
        for link in ["x", here.nameLink(of: claims[0])] {
            #expect(try await refusal { _ = try await scores.report(link: link) }?.code == "link-unknown")
        }
        let key = try PersonKey(typed: "p0@\(cohort.lowercased()).example")
        let plan = try await here.registrar.people.planErasure(of: key, by: .system)
        _ = try await here.registrar.people.erase(key, hash: plan.hash, by: .system)
        let refused = try await refusal { _ = try await scores.report(link: here.progressLink(of: claims[0])) }
        #expect(refused?.code == "person-erased")
    }
}
