import Domain
import Foundation

extension Machine {
    /// Brings cohorts to now: what expired lapses, rows of served wishes end, and free seats go to the queue, in this order.
    mutating func settle(_ settled: [Int]) {
        lapse(settled)
        endServed(settled)
        for cohort in settled.sorted() { give(cohort, settled) }
    }

    private mutating func lapse(_ settled: [Int]) {
        for index in claims.indices {
            guard settled.contains(claims[index].cohort), let deadline = claims[index].deadline, deadline <= now
            else { continue }
            let wasHeld = claims[index].state == .held
            end(index, as: .lapsed, "lapsed " + (wasHeld ? "hold_expired" : "offer_expired"))
            if !wasHeld { leaveOthers(of: index, settled) }
        }
    }

    private mutating func endServed(_ settled: [Int]) {
        for index in claims.indices {
            let claim = claims[index]
            guard settled.contains(claim.cohort), claim.state == .waitlisted, let wish = claim.wish,
                wishes[wish].served != nil
            else { continue }
            end(index, as: .withdrawn, "withdrawn served_elsewhere")
        }
    }

    /// Each free seat to the first who may be offered it; who stood before them and got none is passed over for a reason.
    private mutating func give(_ cohort: Int, _ settled: [Int]) {
        guard cohorts[cohort].isOpen, now < cohorts[cohort].given.startsAt else { return }
        let queue = queue(in: cohort)
        let given = zip(queue.filter { whyNot($0) == nil }, freeSeats(in: cohort)).map { (claim: $0, seat: $1) }
        let left = queue.filter { waiter in !given.contains { $0.claim == waiter } }
        for (chosen, _) in given {
            for waiter in left where stands(waiter, before: chosen) {
                claims[waiter].events.append("passed_over " + (whyNot(waiter) ?? "staff_decision"))
            }
        }
        for (chosen, seat) in given {
            claims[chosen].state = .offered
            claims[chosen].seat = seat
            claims[chosen].deadline = offerDeadline(for: chosen)
            claims[chosen].events.append("offered")
        }
    }

    /// By arrival, or because staff preferred it.
    private func stands(_ waiter: Int, before chosen: Int) -> Bool {
        if claims[waiter].arrival < claims[chosen].arrival { return true }
        guard let preferred = claims[waiter].preferred else { return false }
        return claims[chosen].preferred.map { preferred < $0 } ?? true
    }

    /// Why a waiter cannot be offered a seat now.
    private func whyNot(_ index: Int) -> String? {
        let claim = claims[index]
        if !claim.confirmed { return "address_unconfirmed" }
        let hasOffer = claims.contains { $0.wish == claim.wish && $0.wish != nil && $0.state == .offered }
        return hasOffer ? "offer_open_elsewhere" : nil
    }

    /// Where an end may make somebody eligible in a cohort that is not locked, the worker settles that one.
    mutating func leaveOthers(of index: Int, _ settled: [Int]) {
        guard let wish = claims[index].wish else { return }
        left.formUnion(claims.filter { $0.wish == wish && $0.state == .waitlisted }.map(\.cohort))
        left.subtract(settled)
    }

    mutating func end(_ index: Int, as state: Enrollment.State, _ event: String) {
        claims[index].state = state
        claims[index].seat = nil
        claims[index].deadline = nil
        claims[index].events.append(event)
    }

    /// The cohort's window, two hours within 48 hours of the start; 20:00 to 08:00 of the reader's day waits for 08:00;
    /// never past the start.
    private func offerDeadline(for index: Int) -> Date {
        let given = cohorts[claims[index].cohort].given
        let isNear = given.startsAt.timeIntervalSince(now) <= 48 * 3600
        let end = now + (isNear ? min(given.offerWindow, 2 * 3600) : given.offerWindow)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: people[claims[index].person] ?? given.timeZone) ?? .gmt
        let hour = calendar.component(.hour, from: end)
        let nextMorning = calendar.nextDate(
            after: end,
            matching: DateComponents(hour: 8, minute: 0, second: 0),
            matchingPolicy: .nextTime
        )
        let isNight = hour >= 20 || hour < 8
        return min(isNight ? nextMorning ?? end : end, given.startsAt)
    }
}
