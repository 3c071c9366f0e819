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
            timeIntervalSince1970: changes.randomElement(using: &random)!
                + Double(Int.random(in: -72...24, using: &random)) * hour
        )
        self.init(
            now: now,
            cohorts: (0..<Int.random(in: 1...3, using: &random)).map { _ in
                Cohort(
                    capacity: random.pick([(8, 1), (2, 2)]),
                    timeZone: Self.zones.randomElement(using: &random)!,
                    startsAt: now + Double(random.pick([(2, 20), (2, 40), (3, 72), (5, 240)])) * hour,
                    holdWindow: random.pick([(3, 2), (1, 26)]) * hour,
                    offerWindow: random.pick([(3, 24), (1, 1)]) * hour
                )
            },
            people: (0..<Int.random(in: 4...7, using: &random)).map { _ in
                random.happens(40) ? nil : Self.zones.randomElement(using: &random)
            }
        )
        // Most steps are such that they change something; a machine beside it knows which do.
        var machine = Machine(self)
        for _ in 0..<length {
            let step = machine.likelyStep(using: &random)
            steps.append(step)
            _ = machine.take(step)
        }
    }
}
