import Domain
import Foundation

extension RaterLetter: Written {
    var template: String { kind.rawValue }

    func calendars(at _: Origin) throws -> [CalendarFile] { [] }

    /// All that the template may say about this letter; the shells ask for what only a seat has, and hear that there is none.
    func facts() throws -> [String: Fact] {
        try Fact.frame(of: institute).merging([
            "name": .text(name.rawValue.onOneLine),
            "practical": .text(practical.onOneLine),
            "candidate": .text(candidate),
            "day": .text(Clock(zone).day(onDay)),
            "action": kind == .rate ? .text(try link.asLink) : .flag(false),
            "deadline": .optional([String: Fact]?.none),
            "places": .optional([String: Fact]?.none), "otherDates": .optional([String: Fact]?.none),
            "schedule": .optional([String: Fact]?.none), "stateLink": .optional(String?.none),
        ]) { own, _ in own }
    }
}
