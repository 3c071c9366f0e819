import Domain
import Foundation

extension CandidateLetter {
    /// All that the templates may say about this letter; the shells hear that there is nothing of what only a seat has.
    func facts() throws -> [String: Fact] {
        try Fact.frame(of: institute).merging([
            "name": .text(name.rawValue.onOneLine),
            "program": .text(program.onOneLine),
            "cohort": .text(cohort),
            "action": .text(try link.asLink),
            "deadline": .optional([String: Fact]?.none),
            "places": .optional([String: Fact]?.none), "otherDates": .optional([String: Fact]?.none),
            "schedule": .optional([String: Fact]?.none), "stateLink": .optional(String?.none),
        ]) { own, _ in own }
        .merging(sitting.map(Self.facts) ?? [:]) { own, _ in own }
    }

    private static func facts(of sitting: Sitting) -> [String: Fact] {
        let clock = Clock(sitting.zone)
        return [
            "practical": .text(sitting.practical.onOneLine),
            "was": .text(clock.day(sitting.was)),
            "day": .optional(sitting.becomes.map(clock.day)),
            "absent": .flag(sitting.wasAbsent),
        ]
    }
}
