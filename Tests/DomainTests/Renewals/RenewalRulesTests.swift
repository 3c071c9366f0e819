import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Renewal in a program's file", .database)
struct RenewalRulesTests {
    let here = TestDatabase.current
    private static let whole =
        "minutes: 60, kinds: [coursework], fee_minor: 100, currency: USD, opens_days: 30, grace_days: 0"

    @Test("the sample's rules are read, printed and stored, and they are part of the version's digest")
    func sample() async throws {
        try await here.furnish()
        let rules = try #require(try await here.registrar.programs.show(code: "MES", by: .system).program.renewal)
        #expect(rules.minutes == 300 && rules.kinds == [.coursework, .observation] && rules.licenses.count == 11)
        #expect(rules.feeMinor == 5_000 && rules.currency == "USD" && rules.opensDays == 90 && rules.graceDays == 30)
        #expect(rules.reinstatement == RenewalRules.Reinstatement(months: 12, feeMinor: 10_000))
        #expect(rules.foundationsBefore == CalendarDate(year: 2012, month: 1, day: 1))
        #expect(
            rules.words == """
                300 minutes of coursework or observation; by MD, DO, RPT, OTR, RN, LMT, ATC, PA, PTA, COTA, DC; 50.00 USD; \
                from 90 days before the end to 30 after; reinstatement for 12 months, 100.00 USD; foundations course if \
                issued before 2012-01-01
                """
        )
        #expect(try await here.registrar.programs.show(code: "MET-101", by: .system).program.renewal == nil)
        let digests: [Bool] = try await here.owner.write { connection in
            let before: Data = try connection.one(
                "SELECT digest FROM program_version JOIN program ON program.id = program_id WHERE code = 'MES'"
            )
            try connection.execute(
                """
                UPDATE program_version SET renewal = renewal || '{"minutes": 1}'
                WHERE program_id = (SELECT id FROM program WHERE code = 'MES')
                """
            )
            return try connection.all(
                """
                SELECT program_version_digest(program_version.id) = \(before)
                FROM program_version JOIN program ON program.id = program_id WHERE code = 'MES'
                """
            )
        }
        #expect(digests == [false])
    }

    @Test(
        "what is wrong in them is told with its line and column",
        arguments: [
            ("1", ["6:10"]),
            ("{}", ["6:10", "6:10", "6:10", "6:10", "6:10", "6:10"]),
            ("{\(whole), more: 1}", ["6:107"]),
            (
                "{minutes: 0, kinds: [sleep, coursework, coursework], fee_minor: -1, currency: usd, opens_days: 0, grace_days: x}",
                ["6:20", "6:74", "6:88", "6:105", "6:120", "6:31", "6:50"]
            ),
            ("{\(whole), licenses: [MD, Md, MD]}", ["6:122", "6:126"]),
            ("{\(whole), reinstatement: {months: 0}}", ["6:131", "6:122"]),
            ("{\(whole), foundations_before: soon}", ["6:127"]),
        ]
    )
    func wrong(rules: String, places: [String]) {
        #expect {
            _ = try Self.file(rules)
        } throws: { error in
            let refusal = error as? Refusal
            #expect(refusal?.problems.map(\.field) == places.map { "x.yaml:\($0)" }, "\(refusal?.message ?? "")")
            return refusal?.kind == .invalid
        }
    }

    @Test("what has no term is not renewed")
    func term() {
        #expect {
            _ = try ProgramFile.read([
                .init(name: "x.yaml", text: Self.text("{\(Self.whole)}").replacing("term_months: 24\n", with: ""))
            ])
        } throws: {
            ($0 as? Refusal)?.message.contains("What has no term is not renewed") == true
        }
    }

    @Test("a certificate of a version without rules takes those of the newest later one that never changes")
    func later() async throws {
        let version: (String, Int) async throws -> ProgramVersionID = { text, number in
            let source = ProgramFile.Source(name: "x.yaml", text: text)
            let plan = try await here.registrar.programs.plan([source], by: .system)
            _ = try await here.registrar.programs.apply([source], hash: plan.hash, by: .system)
            return try await here.service.read {
                try $0.one(
                    """
                    SELECT program_version.id FROM program_version JOIN program ON program.id = program_id
                    WHERE code = 'X' AND number = \(number)
                    """
                )
            }
        }
        let first = try await version(Self.text("{\(Self.whole)}").replacing("renewal: {\(Self.whole)}\n", with: ""), 1)
        try await here.force("UPDATE program_version SET frozen_at = now() WHERE id = \(first)")
        func rules() async throws -> Bool {
            try await here.service.read { try $0.one("SELECT renewal_rules(\(first)) IS NOT NULL") }
        }
        #expect(try await !rules())
        let second = try await version(Self.text("{\(Self.whole)}"), 2)
        #expect(try await !rules())
        try await here.force("UPDATE program_version SET frozen_at = now() WHERE id = \(second)")
        #expect(try await rules())
    }

    private static func text(_ rules: String) -> String {
        """
        code: X
        name: X
        summary: X
        grants: assessment_based_certificate
        term_months: 24
        renewal: \(rules)
        modules: [{code: a, name: A, requirements: [{code: a, kind: lesson, name: A}]}]
        """
    }

    private static func file(_ rules: String) throws -> ProgramFile {
        try #require(try ProgramFile.read([.init(name: "x.yaml", text: text(rules))]).first)
    }
}
