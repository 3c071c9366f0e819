import Domain
import Foundation

/// The reference model of seats and queue: plain arrays, no SQL, nothing shared with the product but the names of states.
///
/// It says for each step what its answer is and how every claim stands after it. Rules are taken from the design.
struct Machine: Sendable {
    struct Cohort: Sendable {
        let given: Scenario.Cohort
        var isOpen = true
        var arrivals = 0
    }

    struct Claim: Sendable {
        let cohort: Int
        let person: Int
        let arrival: Int
        /// The wish for several cohorts that this claim is a part of.
        var wish: Int?
        var state: Enrollment.State
        var seat: Int?
        var deadline: Date?
        var confirmed = false
        var events: [String]
    }

    struct Wish: Sendable {
        var isServed = false
    }

    var now: Date
    let people: [String?]
    var cohorts: [Cohort]
    var claims: [Claim] = []
    var wishes: [Wish] = []
    /// Cohorts that settling left for the worker.
    var left: Set<Int> = []

    init(_ scenario: Scenario) {
        now = scenario.now
        people = scenario.people
        cohorts = scenario.cohorts.map { Cohort(given: $0) }
    }

    // MARK: - Reading

    func taken(in cohort: Int) -> Set<Int> {
        Set(claims.filter { $0.cohort == cohort }.compactMap(\.seat))
    }

    func freeSeats(in cohort: Int) -> [Int] {
        (1...cohorts[cohort].given.capacity).filter { !taken(in: cohort).contains($0) }
    }

    /// Places of those who wait, first to be served first.
    func queue(in cohort: Int) -> [Int] {
        claims.indices
            .filter { claims[$0].cohort == cohort && claims[$0].state == .waitlisted }
            .sorted { claims[$0].arrival < claims[$1].arrival }
    }

    func position(of claim: Int) -> Int? {
        queue(in: claims[claim].cohort).firstIndex(of: claim).map { $0 + 1 }
    }

    /// The newest claim of a person on a cohort.
    func claim(of person: Int, in cohort: Int) -> Int? {
        claims.lastIndex { $0.person == person && $0.cohort == cohort }
    }

    var nearestDeadline: Date? {
        claims.compactMap(\.deadline).filter { $0 > now }.min()
    }
}
