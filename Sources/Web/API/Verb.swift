import Domain

/// What the bearer of an acting link can do with a claim.
enum Verb: String, CaseIterable, Sendable {
    case confirm, accept, decline, withdraw

    var summary: String {
        switch self {
        case .confirm: "Confirm a held seat, or the address of a waiting person."
        case .accept: "Accept an offered seat."
        case .decline: "Decline an offered seat; it goes to the next in the queue."
        case .withdraw: "Give a seat or a place in the queue back."
        }
    }

    /// What is worth showing in a state; whether it is allowed is decided where it is carried out.
    static func possible(in status: EnrollmentStatus) -> [Verb] {
        switch status.state {
        case .held: status.awaitsPayment ? [.withdraw] : [.confirm, .withdraw]
        case .waitlisted: status.addressConfirmed ? [.withdraw] : [.confirm, .withdraw]
        case .offered: [.accept, .decline]
        case .confirmed: [.withdraw]
        default: []
        }
    }

    func carryOut(on link: Seats.OpenedLink, _ seats: Seats) async throws -> EnrollmentStatus {
        let id = link.status.id
        return switch self {
        case .confirm: try await seats.confirm(id, by: link.actor)
        case .accept: try await seats.accept(id, by: link.actor)
        case .decline: try await seats.decline(id, by: link.actor)
        case .withdraw: try await seats.withdraw(id, by: link.actor)
        }
    }
}
