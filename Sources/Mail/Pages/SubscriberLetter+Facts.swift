import Domain
import Foundation

extension SubscriberLetter: Written {
    var template: String { kind.rawValue }
    /// Empty where the person has none of their own: a header then has the address alone.
    var name: PersonName { knownName ?? PersonName(rawValue: "") }

    func calendars(at _: Origin) throws -> [CalendarFile] { [] }

    /// All that the template may say about this letter; the shells hear that there is nothing of what only a seat has.
    func facts() throws -> [String: Fact] {
        let clock = Clock(institute.timeZone)
        return try Fact.frame(of: institute).merging([
            "name": .optional(knownName?.rawValue.onOneLine),
            "wordings": .text(wordings.map { "“\($0.onOneLine)”" }.joined(separator: " and ")),
            "action": .text(try link.asLink),
            "deadline": .optional(
                until.map { ["clock": .group(clock.words($0).facts), "beside": .optional([String: Fact]?.none)] }
            ),
            "places": .optional([String: Fact]?.none), "otherDates": .optional([String: Fact]?.none),
            "schedule": .optional([String: Fact]?.none), "stateLink": .optional(String?.none),
        ]) { own, _ in own }
    }
}
