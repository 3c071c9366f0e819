import Foundation
import Testing

@testable import Domain

@Suite("Terms in a program's file")
struct ProgramTermsTests {
    @Test("steps of a refund and the terms of a transfer are read")
    func read() throws {
        let terms = try #require(
            try Self.file(
                "{refund: [{days: 30, percent: 100}, {days: 14, percent: 50}], "
                    + "transfer: {times: 1, days: 7}}"
            ).terms
        )
        #expect(terms.refund.map(\.days) == [30, 14] && terms.refund.map(\.percent) == [100, 50])
        #expect(terms.transfer == ProgramTerms.Transfer(times: 1, days: 7))
        #expect(
            terms.words
                == "refund 100 % up to 30 days before, 50 % up to 14 days before; transfer once up to 7 days before"
        )
        #expect(try Self.file("{refund: [], transfer: {times: 0, days: 0}}").terms?.refund == [])
    }

    @Test(
        "what is wrong in terms is told with its line and column",
        arguments: [
            ("1", ["5:8"]),
            ("{transfer: {times: 1, days: 7}}", ["5:8"]),
            ("{refund: []}", ["5:8"]),
            ("{refund: [], transfer: {times: 101, days: -1}}", ["5:39", "5:50"]),
            ("{refund: [{days: 7}], transfer: {times: 1, days: 7}}", ["5:18"]),
            (
                "{refund: [{days: 7, percent: 50}, {days: 7, percent: 50}], transfer: {times: 1, days: 7}}",
                ["5:49", "5:61"]
            ),
            ("{refund: [{days: 7, percent: 0}], transfer: {times: 1, days: 7}, fees: 3}", ["5:73", "5:37"]),
        ]
    )
    func wrong(terms: String, places: [String]) {
        #expect {
            _ = try Self.file(terms)
        } throws: { error in
            let refusal = error as? Refusal
            #expect(refusal?.problems.map(\.field) == places.map { "x.yaml:\($0)" }, "\(refusal?.message ?? "")")
            return refusal?.kind == .invalid
        }
    }

    private static func file(_ terms: String) throws -> ProgramFile {
        let text = """
            code: X
            name: X
            summary: X
            grants: nothing
            terms: \(terms)
            modules: [{code: a, name: A, requirements: [{code: a, kind: lesson, name: A}]}]
            """
        return try #require(try ProgramFile.read([.init(name: "x.yaml", text: text)]).first)
    }
}
