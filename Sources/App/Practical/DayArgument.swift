import ArgumentParser
import Domain
import Postgres

/// A day as it is typed: `2027-01-23`.
struct DayArgument: ExpressibleByArgument {
    let day: CalendarDate

    init?(argument: String) {
        guard let day = CalendarDate(argument) else { return nil }
        self.day = day
    }
}

extension CandidateNumber {
    /// - Throws: `Refusal` of kind invalid for what has not seven digits.
    static func read(_ typed: String) throws -> Self {
        guard typed.utf8.count == 7, let number = Int(typed), number >= 1_000_000 else {
            throw Refusal.invalid("candidate", "“\(typed)” is no candidate number: it has seven digits.")
        }
        return Self(rawValue: number)
    }
}
