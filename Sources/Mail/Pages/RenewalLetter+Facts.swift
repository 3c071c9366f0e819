import Domain
import Foundation

extension RenewalLetter {
    /// All that the templates may say about this letter; the shells hear that there is nothing of what only a seat has.
    func facts() throws -> [String: Fact] {
        let clock = Clock(zone)
        return try Fact.frame(of: institute).merging([
            "name": .text(name.rawValue.onOneLine),
            "credential": .text(credential.onOneLine),
            "certificate": .text(printedID),
            "end": .text(clock.day(endsAt)),
            "isOver": .flag(isOver),
            "renewableUntil": .optional(renewableUntil.map(clock.day)),
            "lastChance": .optional(lastChance.map(clock.day)),
            "missing": .optional(missing.isEmpty ? nil : missing.map(\.letterWords).joined(separator: "; ")),
            "action": .text(try link.asLink),
            "deadline": .optional([String: Fact]?.none),
            "places": .optional([String: Fact]?.none), "otherDates": .optional([String: Fact]?.none),
            "schedule": .optional([String: Fact]?.none), "stateLink": .optional(String?.none),
        ]) { own, _ in own }
    }
}

extension RenewalStanding.Missing {
    fileprivate var letterWords: String {
        switch self {
        case .minutes(let minutes): "\(minutes) minutes of coursework or observation"
        case .foundations: "the foundations course"
        case .fee(let minor, let currency): "the fee, \(Currency.words(minor, currency))"
        }
    }
}
