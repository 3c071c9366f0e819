import Psychometrics
import TestSupport
import Testing

@testable import Domain

@Suite("The analysis of a form", .database)
struct AnalyzeTests {
    let here = TestDatabase.current
    var scores: Scores { here.registrar.scores }

    @Test("pools a version over its cohorts, each candidate's first attempt, and always says how few they are")
    func pooled() async throws {
        let form = try await here.sampleForm(keys: [1, 2, 3], cut: 2, pretest: [2])
        var cohorts: [String] = []
        for answers in [[[1, 2, 3], [1, 4, nil]], [[2, 2, 1], [1, nil, nil]]] as [[[Int?]]] {
            let (cohort, claims) = try await here.completedCohort(["Ada", "Bo"])
            cohorts.append(cohort)
            for (claim, own) in zip(claims, answers) { try await here.sitAndScore(form, claim, own) }
            try await here.sitAndScore(form, claims[0], [4, 4, 4], number: 2)
        }
        let report = try await scores.analyze(form: form.name, by: here.staff(.examiner))
        #expect(report.analysis.sample.description == "n = 4, insufficient data")
        #expect(report.cohorts == cohorts.sorted() && report.codes == form.codes && report.cut?.raw == 2)
        #expect(report.analysis.items.map(\.right) == [3, 2, 1] && report.analysis.items.map(\.blanks) == [0, 1, 2])
        #expect(report.analysis.items.map(\.item.isScored) == [true, true, false])
        #expect(report.passRate == 0.25)
        let one = try await scores.analyze(form: form.name, cohorts: [cohorts[1].lowercased()], by: .system)
        #expect(one.analysis.sample.n == 2 && one.cohorts == [cohorts[1]])
        let elsewhere = try await refusal {
            _ = try await scores.analyze(form: form.name, cohorts: ["MES-X"], by: .system)
        }
        #expect(elsewhere?.message.contains("MES-X did not sit \(form.name).1") == true)
    }

    @Test("goes by the keys that count now")
    func rekeyed() async throws {
        let form = try await here.sampleForm(keys: [1, 1], cut: 1)
        let (_, claims) = try await here.completedCohort(["Ada", "Bo"])
        for claim in claims { try await here.sitAndScore(form, claim, [2, 1]) }
        let request = try RescoreRequest(form: form.name, keys: ["I-01=B"], reason: "Wrong source.")
        let plan = try await scores.planRescore(request, by: here.staff(.examiner))
        _ = try await scores.applyRescore(form: form.name, hash: plan.hash, by: here.staff(.decider))
        let report = try await scores.analyze(form: form.name, by: .system)
        #expect(report.analysis.items.map(\.difficulty) == [1, 1])
        #expect(report.analysis.reliability.alpha == nil && report.conditionalError == 1)
    }

    @Test("an unknown form, and one that nobody sat, are told apart")
    func nothing() async throws {
        let form = try await here.sampleForm(keys: [1], cut: 1)
        #expect(try await refusal { _ = try await scores.analyze(form: form.name, by: .system) }?.code == "form-unsat")
        #expect(try await refusal { _ = try await scores.analyze(form: "Z", by: .system) }?.code == "form-unknown")
    }
}
