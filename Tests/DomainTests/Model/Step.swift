/// One thing that happens: what somebody does, or that time passes. Who and where are numbers from 0.
///
/// A claim is named by its person and cohort, and is the newest of them; where there is none, the step does nothing. So
/// a sequence stays one when some of its steps are taken out.
enum Step: Equatable, Sendable {
    enum Deed: String, CaseIterable, Sendable {
        case confirm, accept, decline, withdraw, look
    }

    enum Decision: String, CaseIterable, Sendable {
        case prefer, remove, restore
    }

    case reserve(person: Int, cohorts: [Int])
    case act(Deed, person: Int, cohort: Int)
    case transfer(person: Int, from: Int, to: Int)
    /// Staff decide over a claim, for a reason.
    case decide(Decision, person: Int, cohort: Int)
    case close(cohort: Int, carryTo: Int?, lapsesOpen: Bool)
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
        case .transfer(let person, let here, let there):
            "\(Self.name(of: person)) moves from \(Self.letter(of: here)) to \(Self.letter(of: there))"
        case .decide(let decision, let person, let cohort):
            "staff \(decision.rawValue) \(Self.name(of: person)) in \(Self.letter(of: cohort))"
        case .close(let cohort, let next, let lapsesOpen):
            "\(Self.letter(of: cohort)) closes"
                + (next.map { ", and its queue goes on in \(Self.letter(of: $0))" } ?? "")
                + (lapsesOpen ? ", and what is open lapses" : "")
        case .pass(let minutes):
            "\(minutes / 60) h \(minutes % 60) min pass"
        case .reachDeadline(let seconds):
            "the nearest deadline is "
                + (seconds == 0 ? "reached" : seconds > 0 ? "\(seconds) s away" : "\(-seconds) s past")
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
