import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Terms frozen at reservation", .database)
struct TermsTests {
    let institute = TestDatabase.current
    var seats: Seats { institute.registrar.seats }

    @Test("a claim keeps the terms it was made under, as instants; what applies depends on the day alone")
    func frozen() async throws {
        let cohort = try await institute.openCohort(daysAhead: 60)
        let id = try await institute.reserve(cohort, "ada@example.org").id
        let startsAt = try #require(
            try await institute.registrar.cohorts.page(code: cohort, by: .visitor).cohort.startsAt
        )
        let status = try await seats.status(of: id, by: .system)
        let terms = try #require(status.terms)
        #expect(terms.refund.map(\.percent) == [100, 50])
        #expect(terms.refund.map(\.until) == [-30, -14].map { startsAt.addingTimeInterval($0 * 86_400) })
        #expect(terms.transfer == Terms.Transfer(until: startsAt.addingTimeInterval(-7 * 86_400), times: 1))
        #expect(status.refundNow?.percent == 100)
        #expect(try await institute.registrar.cohorts.page(code: cohort, by: .visitor).cohort.terms == terms)

        let day = { (days: Double) in startsAt.addingTimeInterval(-days * 86_400) }
        #expect([31, 30, 15, 14, 1].map { terms.refund(at: day($0))?.percent } == [100, 50, 50, nil, nil])
        #expect(terms.laterRefunds(at: day(31)).map(\.percent) == [50])
        #expect(terms.transfer(at: day(8), after: 0)?.times == 1)
        #expect(terms.transfer(at: day(8), after: 1) == nil && terms.transfer(at: day(7), after: 0) == nil)
    }

    @Test("a later version of the program changes nothing for who has reserved")
    func later() async throws {
        let cohort = try await institute.openCohort()
        let id = try await institute.reserve(cohort, "ada@example.org").id
        try await importWithoutTerms()
        #expect(try await seats.status(of: id, by: .system).terms != nil)
        let second = try await institute.openCohort()
        let without = try await institute.reserve(second, "ada@example.org").id
        #expect(try await seats.status(of: without, by: .system).terms == nil)
    }

    private func importWithoutTerms() async throws {
        let mes = try #require(try Programs.samples.first { $0.file == "mes.yaml" })
        let text = mes.text.replacing(/(?m)^terms:.*\n(?:[ #].*\n|\n)*/, with: "")
        #expect(text != mes.text)
        let files = [ProgramFile.Source(name: mes.file, text: text)]
        let plan = try await institute.registrar.programs.plan(files, by: .system)
        _ = try await institute.registrar.programs.apply(files, hash: plan.hash, by: .system)
    }
}
