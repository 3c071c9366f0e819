import Domain
import Foundation

/// What moves people between places beside their own words: a transfer, staff's decisions, the closing of a cohort.
extension Machine {
    /// A confirmed seat for a free one elsewhere, as often and as long as the sample terms promise: once, a week before.
    mutating func transfer(_ index: Int, to there: Int) -> String {
        let here = claims[index].cohort
        guard here != there else { return "refused: invalid" }
        settle([here, there])
        if claims[index].state == .transferred, let successor = claims[index].successor {
            return claims[successor].cohort == there ? answer(successor) : "refused: transferred-already"
        }
        if let refusal = whyNoTransfer(of: index, to: there) { return "refused: \(refusal)" }
        end(index, as: .transferred, "transferred")
        let successor = goOn(from: index, in: there, as: .confirmed, seat: freeSeats(in: there)[0], event: "confirmed")
        claims[successor].moves += 1
        settle([here])
        return answer(successor)
    }

    private func whyNoTransfer(of index: Int, to there: Int) -> String? {
        let claim = claims[index]
        guard claim.state == .confirmed else { return ended(index) ?? "not-confirmed" }
        if claim.moves >= 1 { return "transfer-too-often" }
        if now >= claim.movesUntil { return "transfer-too-late" }
        if let refusal = whyClosed(there) { return refusal }
        let isThere = claims.contains { $0.cohort == there && $0.person == claim.person && $0.state.isLive }
        if isThere { return "already-there" }
        return queue(in: there).isEmpty && !freeSeats(in: there).isEmpty ? nil : "cohort-full"
    }

    func whyClosed(_ cohort: Int) -> String? {
        if !cohorts[cohort].isOpen { return "cohort-closed" }
        return cohorts[cohort].given.startsAt <= now ? "cohort-started" : nil
    }

    // MARK: - Staff

    mutating func decide(_ decision: Step.Decision, on index: Int) -> String {
        let together = cohortsTogether(with: index)
        settle(together)
        let outcome: Result<Int, Refused> =
            switch decision {
            case .prefer: prefer(index)
            case .remove: remove(index)
            case .restore: restore(index)
            }
        switch outcome {
        case .success(let goingOn):
            settle(together)
            return answer(goingOn)
        case .failure(let refused):
            return "refused: \(refused.code)"
        }
    }

    private struct Refused: Error {
        let code: String
    }

    private mutating func prefer(_ index: Int) -> Result<Int, Refused> {
        guard claims[index].state == .waitlisted else { return .failure(Refused(code: ended(index) ?? "not-waiting")) }
        if let refusal = whyClosed(claims[index].cohort) { return .failure(Refused(code: refusal)) }
        guard claims[index].preferred == nil else { return .failure(Refused(code: "preferred-already")) }
        if !claims[index].confirmed { confirmPlaces(of: index) }
        // Two decisions at the same instant keep their order.
        let last = claims.filter { $0.cohort == claims[index].cohort }.compactMap(\.preferred).max()
        claims[index].preferred = last.map { max(now, $0.addingTimeInterval(0.000_001)) } ?? now
        claims[index].events.append("preferred other")
        return .success(index)
    }

    private mutating func remove(_ index: Int) -> Result<Int, Refused> {
        if claims[index].state == .removed { return .failure(Refused(code: "removed-already")) }
        if let refusal = ended(index) { return .failure(Refused(code: refusal)) }
        claims[index].removed = now
        end(index, as: .removed, "removed other")
        return .success(index)
    }

    /// The seat it had, or any that is free; else the old place in the queue.
    private mutating func restore(_ index: Int) -> Result<Int, Refused> {
        let claim = claims[index]
        if claim.successor != nil { return .failure(Refused(code: "restored-already")) }
        let isBack = claims.contains { $0.cohort == claim.cohort && $0.person == claim.person && $0.state.isLive }
        if isBack { return .failure(Refused(code: "person-is-back")) }
        let states = ["held", "confirmed", "accepted", "waitlisted", "offered"]
        let had = claim.events.map(\.kind).last { states.contains($0) }
        let free = freeSeats(in: claim.cohort)
        let hasBegun = cohorts[claim.cohort].given.startsAt <= now
        let hasSeat = had == "confirmed" || had == "accepted" || (had == "held" && !hasBegun)
        if hasSeat, let seat = free.first(where: { $0 == claim.lastSeat }) ?? free.first {
            let state: Enrollment.State = had == "held" ? .held : .confirmed
            let event = "\(state.rawValue) removal_undone"
            return .success(goOn(from: index, in: claim.cohort, as: state, seat: seat, event: event))
        }
        if let refusal = whyClosed(claim.cohort) {
            return .failure(Refused(code: refusal == "cohort-closed" && free.isEmpty ? "no-seat-free" : refusal))
        }
        if let served = claim.wish.flatMap({ wishes[$0].served }), let removed = claim.removed, served > removed {
            return .failure(Refused(code: "served-elsewhere"))
        }
        let event = "waitlisted removal_undone"
        return .success(goOn(from: index, in: claim.cohort, as: .waitlisted, seat: nil, event: event))
    }

    /// A new claim that goes on from one that ended: of the same arrival in the same cohort, else behind everybody.
    private mutating func goOn(
        from index: Int,
        in cohort: Int,
        as state: Enrollment.State,
        seat: Int?,
        event: String
    ) -> Int {
        let claim = claims[index]
        let isRestored = cohort == claim.cohort
        if !isRestored { cohorts[cohort].arrivals += 1 }
        let given = cohorts[cohort].given
        var successor = Claim(
            cohort: cohort,
            person: claim.person,
            arrival: isRestored ? claim.arrival : cohorts[cohort].arrivals,
            state: state,
            seat: seat,
            deadline: state == .held ? min(now + given.holdWindow, given.startsAt) : nil,
            movesUntil: claim.movesUntil,
            events: [event]
        )
        successor.lastSeat = seat
        successor.confirmed = claim.confirmed
        successor.moves = claim.moves
        let isServed = claim.wish.map { wishes[$0].served != nil } ?? false
        if isRestored {
            successor.preferred = claim.preferred
            successor.wish = isServed && seat == nil ? nil : claim.wish
        } else if state == .waitlisted {
            successor.wish = claim.wish
        }
        claims.append(successor)
        claims[index].successor = claims.count - 1
        return claims.count - 1
    }

    // MARK: - Closing

    /// A plan that is refused leaves everything as it was; one that was carried out already changes nothing.
    mutating func close(_ cohort: Int, carryTo next: Int?, _ lapsesOpen: Bool) -> String {
        let locked = [cohort] + (next.map { [$0] } ?? [])
        if cohorts[cohort].isOpen, let next {
            if next == cohort { return "refused: carry-to-itself" }
            if !cohorts[next].isOpen { return "refused: carry-to-not-open" }
            if cohorts[next].given.startsAt <= now { return "refused: carry-to-started" }
        }
        settle(locked)
        guard cohorts[cohort].isOpen else { return "closed" }
        let waiting = claims.indices.filter { claims[$0].cohort == cohort && claims[$0].state == .waitlisted }
            .sorted { claims[$0].arrival < claims[$1].arrival }
        let open = claims.indices.filter { claims[$0].cohort == cohort && claims[$0].deadline != nil }
        for index in open where lapsesOpen {
            end(index, as: .lapsed, "lapsed cohort_closed")
            leaveOthers(of: index, locked)
        }
        for index in waiting {
            let person = claims[index].person
            let isThere = claims.contains { $0.cohort == next && $0.person == person && $0.state.isLive }
            if let next, !isThere {
                end(index, as: .carried, "carried cohort_closed")
                _ = goOn(from: index, in: next, as: .waitlisted, seat: nil, event: "waitlisted")
            } else {
                end(index, as: .closed, "closed cohort_closed")
            }
        }
        cohorts[cohort].isOpen = false
        settle(locked)
        return "closed"
    }
}

extension String {
    /// The first word of an event.
    fileprivate var kind: String { String(prefix { $0 != " " }) }
}
