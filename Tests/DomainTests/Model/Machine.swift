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
        var seat: Int? {
            didSet { lastSeat = seat ?? lastSeat }
        }
        var deadline: Date?
        /// The seat it has, or had at last.
        var lastSeat: Int?
        var confirmed = false
        /// When staff gave it the next seat.
        var preferred: Date?
        var removed: Date?
        /// The claim that goes on from it.
        var successor: Int?
        /// How often it moved already, and until when it may.
        var moves = 0
        var movesUntil: Date
        var events: [String]
    }

    struct Wish: Sendable {
        var served: Date?
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
            .sorted { turn(of: $0) < turn(of: $1) }
    }

    /// Whom staff preferred come first, in the order of that decision; then arrivals.
    private func turn(of claim: Int) -> (Date, Int) {
        (claims[claim].preferred ?? .distantFuture, claims[claim].arrival)
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
