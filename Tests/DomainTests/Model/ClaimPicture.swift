import Domain
import Foundation

/// How one claim stands, as both sides tell it.
struct ClaimPicture: Equatable, Decodable, Sendable {
    let cohort: Int
    let person: Int
    let arrival: Int
    /// Which wish for several cohorts it belongs to, in the order in which they were made.
    let wish: Int?
    let state: Enrollment.State
    let seatNumber: Int?
    let position: Int?
    let expiresAt: Date?
    let addressConfirmed: Bool
    /// Its history, as kinds with their reasons.
    let events: String
}

extension ClaimPicture {
    init(_ machine: Machine, _ index: Int) {
        let claim = machine.claims[index]
        self.init(
            cohort: claim.cohort,
            person: claim.person,
            arrival: claim.arrival,
            wish: claim.wish,
            state: claim.state,
            seatNumber: claim.seat,
            position: machine.position(of: index),
            expiresAt: claim.deadline,
            addressConfirmed: claim.confirmed,
            events: claim.events.joined(separator: ", ")
        )
    }

    /// What the person is told.
    var answer: String {
        Self.answer(state, seatNumber, position, expiresAt)
    }

    static func answer(_ state: Enrollment.State, _ seat: Int?, _ position: Int?, _ deadline: Date?) -> String {
        var words = [state.rawValue]
        if let seat { words.append("seat \(seat)") }
        if let position { words.append("position \(position)") }
        if let deadline { words.append("until \(deadline.formatted(.iso8601))") }
        return words.joined(separator: ", ")
    }
}

extension ClaimPicture: CustomStringConvertible {
    var description: String {
        let wish = wish.map { ", of wish \($0 + 1)" } ?? ""
        return "\(Step.letter(of: cohort))\(arrival) \(Step.name(of: person)): \(answer)"
            + (addressConfirmed ? "" : ", address unconfirmed") + "\(wish) (\(events))"
    }
}

extension Machine {
    /// Every claim, in the order of cohorts and of their making.
    var pictures: [ClaimPicture] {
        claims.indices.map { ClaimPicture(self, $0) }.enumerated()
            .sorted { ($0.element.cohort, $0.offset) < ($1.element.cohort, $1.offset) }
            .map(\.element)
    }
}
