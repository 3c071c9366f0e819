import Domain

/// Steps as a random but sensible person would take them.
extension Machine {
    func likelyStep(using random: inout SplitMix64) -> Step {
        let person = Int.random(in: people.indices, using: &random)
        let cohort = Int.random(in: cohorts.indices, using: &random)
        let other = Int.random(in: cohorts.indices, using: &random)
        return switch random.pick([(20, 0), (16, 1), (42, 2), (3, 3), (8, 4), (6, 5), (5, 6), (9, 7), (2, 8)]) {
        case 0: .reserve(person: person, cohorts: [cohort])
        case 1: .reserve(person: person, cohorts: cohorts.indices.shuffled(using: &random))
        case 2: likelyDeed(using: &random)
        case 3: .pass(minutes: random.pick([(3, 7), (3, 60), (2, 300), (2, 1440), (1, 4000)]))
        case 4: .reachDeadline(secondsBefore: random.pick([(3, 0), (1, 1), (2, -60)]))
        case 5: .work
        case 6: likelyTransfer(to: other, using: &random)
        case 7: likelyDecision(using: &random)
        default:
            .close(
                cohort: cohort,
                carryTo: random.happens(60) ? other : nil,
                lapsesOpen: random.happens(40)
            )
        }
    }

    private func likelyTransfer(to there: Int, using random: inout SplitMix64) -> Step {
        let seated = claims.filter { $0.state == .confirmed }
        guard let claim = (random.happens(75) ? seated : claims).randomElement(using: &random) else { return .work }
        return .transfer(person: claim.person, from: claim.cohort, to: there)
    }

    private func likelyDecision(using random: inout SplitMix64) -> Step {
        let removed = claims.filter { $0.state == .removed }
        let decision: Step.Decision = random.pick([(4, .prefer), (4, .remove), (removed.isEmpty ? 1 : 8, .restore)])
        let fitting =
            switch decision {
            case .prefer: claims.filter { $0.state == .waitlisted }
            case .remove: claims.filter { $0.state.isLive }
            case .restore: removed
            }
        guard let claim = (random.happens(90) ? fitting : claims).randomElement(using: &random) else { return .work }
        return .decide(decision, person: claim.person, cohort: claim.cohort)
    }

    /// Four of five fit the state of the claim.
    private func likelyDeed(using random: inout SplitMix64) -> Step {
        let live = claims.filter(\.state.isLive)
        guard let claim = (random.happens(85) ? live : claims).randomElement(using: &random) else {
            return .act(
                .confirm,
                person: Int.random(in: people.indices, using: &random),
                cohort: Int.random(in: cohorts.indices, using: &random)
            )
        }
        let fitting: [(weight: Int, choice: Step.Deed)] =
            switch claim.state {
            case .held: [(6, .confirm), (1, .withdraw)]
            case .waitlisted: claim.confirmed ? [(1, .withdraw), (1, .look)] : [(8, .confirm), (1, .withdraw)]
            case .offered: [(4, .accept), (3, .decline), (1, .withdraw)]
            default: [(3, .withdraw), (1, .look)]
            }
        let deed = random.happens(80) ? random.pick(fitting) : random.any(of: Step.Deed.allCases)
        return .act(deed, person: claim.person, cohort: claim.cohort)
    }
}
