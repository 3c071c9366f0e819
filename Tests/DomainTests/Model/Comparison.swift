import Foundation

/// Where model and product first differ in a scenario.
struct Difference: Sendable, CustomStringConvertible {
    let scenario: Scenario
    let step: Int
    let model: [String]
    let product: [String]

    /// The scenario as a story, then what each side says after its last step.
    var description: String {
        let hours = { (seconds: TimeInterval) in "\(Int(seconds / 3600)) h" }
        var lines = ["It is \(scenario.now.formatted(.iso8601))."]
        for (index, cohort) in scenario.cohorts.enumerated() {
            lines.append(
                "Cohort \(Step.letter(of: index)): \(cohort.capacity) seats, starts \(cohort.startsAt.formatted(.iso8601)), "
                    + "\(cohort.timeZone), holds \(hours(cohort.holdWindow)), offers \(hours(cohort.offerWindow))."
            )
        }
        for (index, zone) in scenario.people.enumerated() {
            if let zone { lines.append("\(Step.name(of: index)) reads times in \(zone).") }
        }
        lines += scenario.steps.prefix(step + 1).enumerated().map { "\($0 + 1). \($1)" }
        lines.append("The model says:")
        lines += model.filter { !product.contains($0) }.map { "   \($0)" }
        lines.append("The product says:")
        lines += product.filter { !model.contains($0) }.map { "   \($0)" }
        return lines.joined(separator: "\n")
    }
}

extension Stage {
    /// Plays a scenario on both sides and compares after every step; counts the steps taken.
    func firstDifference(in scenario: Scenario, counting steps: inout Int) async throws -> Difference? {
        var machine = Machine(scenario)
        let play = try await open(scenario)
        var clock = machine.now
        for (index, step) in scenario.steps.enumerated() {
            let expected = machine.take(step)
            if machine.now != clock {
                try await set(clock: machine.now)
                clock = machine.now
            }
            let answer = try await play.take(step)
            let pictures = try await play.pictures()
            steps += 1
            guard answer != expected || pictures != machine.pictures else { continue }
            return Difference(
                scenario: scenario,
                step: index,
                model: ["answer: \(expected ?? "none")"] + machine.pictures.map(\.description),
                product: ["answer: \(answer ?? "none")"] + pictures.map(\.description)
            )
        }
        return nil
    }

    /// The shortest scenario found that still differs: steps are taken out as long as that is so, in ever smaller parts.
    func shrink(_ difference: Difference) async throws -> Difference {
        var shortest = difference
        var ignored = 0
        func stillDiffers(_ scenario: Scenario) async throws -> Bool {
            guard let smaller = try await firstDifference(in: scenario, counting: &ignored) else { return false }
            shortest = smaller
            shortest.cut()
            return true
        }
        shortest.cut()
        var part = max(1, shortest.scenario.steps.count / 2)
        while true {
            var hasShrunk = false
            var start = 0
            while start < shortest.scenario.steps.count {
                var fewer = shortest.scenario
                fewer.steps.removeSubrange(start..<min(start + part, fewer.steps.count))
                if try await stillDiffers(fewer) { hasShrunk = true } else { start += part }
            }
            if part > 1 { part /= 2 } else if !hasShrunk { break }
        }
        return shortest
    }
}

extension Difference {
    /// Leaves out the steps after the one that differs.
    fileprivate mutating func cut() {
        var scenario = scenario
        scenario.steps.removeSubrange((step + 1)...)
        self = Difference(scenario: scenario, step: step, model: model, product: product)
    }
}
