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
    /// - Throws: `Refusal` of kind invalid for what is no such number.
    init(argument: String) throws {
        guard let number = CandidateNumber(typed: argument) else {
            throw Refusal.invalid("candidate", "“\(argument)” is no candidate number: it has seven digits.")
        }
        self = number
    }
}
