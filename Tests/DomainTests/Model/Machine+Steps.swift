import Domain
import Foundation

extension Machine {
    /// Takes a step and says what its answer is; nil where the step has nothing to act on.
    mutating func take(_ step: Step) -> String? {
        switch step {
        case .reserve(let person, let cohorts):
            return reserve(person, cohorts)
        case .act(let deed, let person, let cohort):
            return claim(of: person, in: cohort).map { act(deed, on: $0) }
        case .transfer(let person, let here, let there):
            return claim(of: person, in: here).map { transfer($0, to: there) }
        case .decide(.restore, let person, let cohort):
            return claims.lastIndex { $0.person == person && $0.cohort == cohort && $0.state == .removed }
                .map { decide(.restore, on: $0) }
        case .decide(let decision, let person, let cohort):
            return claim(of: person, in: cohort).map { decide(decision, on: $0) }
        case .close(let cohort, let next, let lapsesOpen):
            return close(cohort, carryTo: next, lapsesOpen)
        case .pass(let minutes):
            now += Double(minutes) * 60
        case .reachDeadline(let seconds):
            now = max(now, nearestDeadline.map { $0 - Double(seconds) } ?? now)
        case .work:
            work()
        }
        return nil
    }

    /// The worker settles cohorts with something due, one after the other, and then what that left.
    private mutating func work() {
        let due = claims.filter { $0.deadline.map { $0 <= now } ?? false }.sorted {
            ($0.deadline ?? now, $0.cohort) < ($1.deadline ?? now, $1.cohort)
        }
        for claim in due where isDue(claim.cohort) { settle([claim.cohort]) }
        while !left.isEmpty {
            let round = left.sorted()
            left = []
            for cohort in round { settle([cohort]) }
        }
    }

    func isDue(_ cohort: Int) -> Bool {
        claims.contains { $0.cohort == cohort && $0.deadline.map { $0 <= now } ?? false }
    }

    private mutating func reserve(_ person: Int, _ wanted: [Int]) -> String {
        settle(wanted)
        for cohort in wanted {
            if let refusal = whyClosed(cohort) { return "refused: \(refusal)" }
        }
        guard !claims.contains(where: { wanted.contains($0.cohort) && $0.person == person && $0.state.isLive })
        else { return "known" }
        if let cohort = wanted.first(where: { queue(in: $0).isEmpty && !freeSeats(in: $0).isEmpty }) {
            let seated = enter(person, cohort, seat: freeSeats(in: cohort)[0], wish: nil)
            return answer(seated)
        }
        if wanted.count > 1 { wishes.append(Wish()) }
        let wish = wanted.count > 1 ? wishes.count - 1 : nil
        let entered = wanted.map { enter(person, $0, seat: nil, wish: wish) }
        let places = entered.map { "\(Step.letter(of: claims[$0].cohort)) \(position(of: $0) ?? 0)" }
        return answer(entered[0]) + (wish == nil ? "" : ", waiting: " + places.joined(separator: ", "))
    }

    mutating func enter(_ person: Int, _ cohort: Int, seat: Int?, wish: Int?) -> Int {
        cohorts[cohort].arrivals += 1
        claims.append(
            Claim(
                cohort: cohort,
                person: person,
                arrival: cohorts[cohort].arrivals,
                wish: wish,
                state: seat == nil ? .waitlisted : .held,
                seat: seat,
                deadline: seat.map { _ in min(now + cohorts[cohort].given.holdWindow, cohorts[cohort].given.startsAt) },
                movesUntil: cohorts[cohort].given.startsAt - 7 * 86_400,
                events: [seat == nil ? "waitlisted" : "held"]
            )
        )
        claims[claims.count - 1].lastSeat = seat
        return claims.count - 1
    }

    private mutating func act(_ deed: Step.Deed, on index: Int) -> String {
        let together = cohortsTogether(with: index)
        if deed == .look {
            if isDue(claims[index].cohort) { settle([claims[index].cohort]) }
            return answer(index)
        }
        settle(together)
        let refusal =
            switch deed {
            case .confirm: confirm(index)
            case .accept: accept(index)
            case .decline: decline(index)
            case .withdraw: withdraw(index)
            case .look: String?.none
            }
        if let refusal { return "refused: \(refusal)" }
        settle(together)
        return answer(index)
    }

    /// A claim's cohort, and those in which its wish still waits.
    func cohortsTogether(with index: Int) -> [Int] {
        let claim = claims[index]
        let others = claims.filter { $0.wish == claim.wish && $0.wish != nil && $0.state == .waitlisted }.map(\.cohort)
        return Set(others + [claim.cohort]).sorted()
    }

    func answer(_ index: Int) -> String {
        ClaimPicture(self, index).answer
    }
}
