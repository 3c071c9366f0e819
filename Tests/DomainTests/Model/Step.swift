/// One thing that happens: what somebody does, or that time passes. Who and where are numbers from 0.
///
/// A claim is named by its person and cohort, and is the newest of them; where there is none, the step does nothing. So
/// a sequence stays one when some of its steps are taken out.
enum Step: Equatable, Sendable {
    enum Deed: String, CaseIterable, Sendable {
        case confirm, accept, decline, withdraw, look
    }

    case reserve(person: Int, cohorts: [Int])
    case act(Deed, person: Int, cohort: Int)
    case pass(minutes: Int)
    /// The clock goes to the nearest deadline, less so many seconds.
    case reachDeadline(secondsBefore: Int)
    /// The worker settles what is due, and what settling left for other cohorts.
    case work
}

extension Step: CustomStringConvertible {
    var description: String {
        switch self {
        case .reserve(let person, let cohorts):
            "\(Self.name(of: person)) asks for a seat in \(cohorts.map(Self.letter).joined(separator: ", else "))"
        case .act(.look, let person, let cohort):
            "\(Self.name(of: person)) looks at the claim on \(Self.letter(of: cohort))"
        case .act(let deed, let person, let cohort):
            "\(Self.name(of: person)) does “\(deed.rawValue)” in \(Self.letter(of: cohort))"
        case .pass(let minutes):
            "\(minutes / 60) h \(minutes % 60) min pass"
        case .reachDeadline(let seconds):
            "the nearest deadline is \(seconds == 0 ? "reached" : "\(seconds) s away")"
        case .work:
            "the worker makes its round"
        }
    }

    static func name(of person: Int) -> String {
        ["Ada", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hal"][person % 8]
    }

    static func letter(of cohort: Int) -> String {
        ["A", "B", "C", "D"][cohort % 4]
    }
}
