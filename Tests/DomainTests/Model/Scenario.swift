import Domain
import Foundation

/// What a sequence of steps begins with, and the steps.
struct Scenario: Equatable, Sendable {
    struct Cohort: Equatable, Sendable {
        var capacity: Int
        var timeZone: String
        var startsAt: Date
        var holdWindow: TimeInterval
        var offerWindow: TimeInterval
    }

    var now: Date
    var cohorts: [Cohort]
    /// IANA zone of each person, where one was given.
    var people: [String?]
    var steps: [Step] = []
}

extension Scenario {
    private static let zones = ["America/New_York", "Europe/Berlin", "Australia/Sydney", "Asia/Tokyo", "UTC"]

    /// Two or three small cohorts and a handful of people; the days are such that clocks change in some of the zones.
    init(using random: inout SplitMix64, steps length: Int) {
        // Berlin's and New York's clocks go back on 25 October and 1 November 2026, and forward on 28 and 14 March 2027.
        let changes = [1_792_890_000.0, 1_793_500_000, 1_804_950_000, 1_806_130_000]
        let hour = 3600.0
        let now = Date(
            timeIntervalSince1970: random.any(of: changes)
                + Double(Int.random(in: -72...24, using: &random)) * hour
        )
        self.init(
            now: now,
            cohorts: (0..<Int.random(in: 1...3, using: &random)).map { _ in
                Cohort(
                    capacity: random.pick([(8, 1), (2, 2)]),
                    timeZone: random.any(of: Self.zones),
                    startsAt: now + Double(random.pick([(2, 20), (2, 40), (3, 72), (5, 240)])) * hour,
                    holdWindow: random.pick([(3, 2), (1, 26)]) * hour,
                    offerWindow: random.pick([(3, 24), (1, 1)]) * hour
                )
            },
            people: (0..<Int.random(in: 4...7, using: &random)).map { _ in
                random.happens(40) ? nil : Self.zones.randomElement(using: &random)
            }
        )
        // Most begin with full cohorts and people who wait for all of them.
        if random.happens(80) { steps = crowd(using: &random) }
        // Most steps are such that they change something; a machine beside it knows which do.
        var machine = Machine(self)
        for step in steps { _ = machine.take(step) }
        for _ in 0..<length {
            let step = machine.likelyStep(using: &random)
            steps.append(step)
            _ = machine.take(step)
        }
    }

    /// Somebody sits in each cohort; two more ask for all of them, and one has confirmed the address.
    private func crowd(using random: inout SplitMix64) -> [Step] {
        let seated = cohorts.indices.flatMap { cohort in
            (0..<cohorts[cohort].capacity).flatMap { seat in
                [.reserve(person: seat, cohorts: [cohort]), .act(.confirm, person: seat, cohort: cohort)] as [Step]
            }
        }
        let order = cohorts.indices.shuffled(using: &random)
        return seated + [
            .reserve(person: 2, cohorts: order),
            .reserve(person: 3, cohorts: order.reversed()),
            .act(.confirm, person: 2 + Int.random(in: 0...1, using: &random), cohort: order[0]),
        ]
    }
}
