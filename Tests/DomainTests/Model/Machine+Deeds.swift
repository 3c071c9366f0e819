import Domain

/// What an applicant does with a claim, after settling; each answers why it is refused, or nil.
extension Machine {
    mutating func confirm(_ index: Int) -> String? {
        switch claims[index].state {
        case .held:
            seat(index, "confirmed")
        case .waitlisted:
            confirmPlaces(of: index)
        case .offered:
            return "offer-open"
        case .confirmed:
            break
        default:
            return ended(index)
        }
        return nil
    }

    /// The address is the person's own, wherever the same wish waits.
    mutating func confirmPlaces(of index: Int) {
        let wish = claims[index].wish
        for other in claims.indices
        where other == index || (claims[other].wish == wish && wish != nil && claims[other].state == .waitlisted) {
            guard !claims[other].confirmed else { continue }
            claims[other].confirmed = true
            claims[other].events.append("address_confirmed")
        }
    }

    mutating func accept(_ index: Int) -> String? {
        switch claims[index].state {
        case .offered: seat(index, "accepted")
        case .confirmed: break
        default: return ended(index) ?? "not-offered"
        }
        return nil
    }

    mutating func decline(_ index: Int) -> String? {
        switch claims[index].state {
        case .offered: end(index, as: .declined, "declined")
        case .declined: break
        default: return ended(index) ?? "not-offered"
        }
        return nil
    }

    mutating func withdraw(_ index: Int) -> String? {
        switch claims[index].state {
        case .held, .offered, .waitlisted, .confirmed: end(index, as: .withdrawn, "withdrawn")
        case .withdrawn: break
        default: return ended(index)
        }
        return nil
    }

    /// A seat for good; the wish it was for is served.
    private mutating func seat(_ index: Int, _ event: String) {
        claims[index].state = .confirmed
        claims[index].deadline = nil
        claims[index].confirmed = true
        claims[index].events.append(event)
        if event == "accepted", let wish = claims[index].wish { wishes[wish].served = wishes[wish].served ?? now }
    }

    /// What a claim that is over says to every verb.
    func ended(_ index: Int) -> String? {
        switch claims[index].state {
        case .lapsed: "hold-lapsed"
        case .declined: "offer-declined"
        case .withdrawn: "withdrawn"
        case .closed, .carried, .transferred, .removed: "ended"
        default: nil
        }
    }
}
