import Domain
import Hummingbird

/// Moving a confirmed seat to another date: the choice first, then one step that never leaves two seats or none.
enum MovePages {
    static func choose(_ visit: Visit) async throws -> Response {
        try await render(visit, nil)
    }

    static func move(_ visit: Visit) async throws -> Response {
        let form = try Form(try await visit.typedBody().readableBytesView)
        let token = try visit.capture("token")
        let link = try await visit.registrar.seats.open(link: token)
        do {
            _ = try await visit.registrar.seats.transfer(link.status.id, to: form["to"], by: link.actor)
        } catch let refusal as Refusal where [.invalid, .conflict, .notFound].contains(refusal.kind) && link.mayAct {
            return try await render(visit, refusal)
        }
        return .seeOther("/reservations/\(token)", .secret)
    }

    private static func render(_ visit: Visit, _ refusal: Refusal?) async throws -> Response {
        let token = try visit.capture("token")
        let link = try await visit.registrar.seats.open(link: token)
        guard link.mayAct, MoveView.isPossible(link.status) else {
            return .seeOther("/reservations/\(token)", .secret)
        }
        let page = try await visit.registrar.cohorts.page(code: link.status.cohort, by: .visitor)
        let others = try await visit.registrar.cohorts.alternatives(to: link.status.cohort)
        let institute = try await visit.house.issuer.institute()
        let view = MoveView(link.status, page.cohort, others, token: token, trouble: refusal?.message)
        return visit.house.pages.response(
            "move",
            view,
            title: refusal == nil ? view.heading : "Error: \(view.heading)",
            institute: institute,
            discretion: .secret,
            status: refusal.map { Problem($0).status } ?? .ok
        )
    }
}

/// The other dates of a program, with what each costs more or less, for somebody who wants to move.
struct MoveView: Sendable {
    struct Date: Sendable {
        let code: String
        let dates: String
        let seatWords: String
        let difference: String
        let isFull: Bool
        /// Where one can join the queue of a date that is full.
        let address: String
        /// The first that can be chosen is chosen, so that the button always says something.
        let isChosen: Bool
    }

    let heading: String
    let cohort: CohortView
    let dates: [Date]
    let hasDates: Bool
    let canMove: Bool
    /// How often the terms let the holder move, and until when.
    let limit: String?
    let hasSeat: Bool
    let action: String
    let back: String
    let trouble: String?

    init(_ status: EnrollmentStatus, _ cohort: Cohort, _ others: [Cohort], token: String, trouble: String?) {
        heading = "Move to another date"
        self.cohort = CohortView(cohort)
        let first = others.first { $0.seatsFree > 0 }?.code
        dates = others.map { other in
            let view = CohortView(other)
            return Date(
                code: other.code,
                dates: view.dates,
                seatWords: view.seatWords,
                difference: Self.difference(from: cohort, to: other),
                isFull: other.seatsFree == 0,
                address: "\(view.address)#reserve",
                isChosen: other.code == first
            )
        }
        hasDates = !dates.isEmpty
        canMove = first != nil
        hasSeat = status.state == .confirmed
        let clock = LocalClock(status.timeZone ?? cohort.timeZone)
        limit = hasSeat ? status.terms.map { TermsView.moving($0, status, clock) } : nil
        action = "/reservations/\(token)/transfer"
        back = "/reservations/\(token)"
        self.trouble = trouble
    }

    /// Whether moving is worth offering; whether it is allowed is decided where it is done.
    static func isPossible(_ status: EnrollmentStatus) -> Bool {
        status.transferNow != nil || (status.state == .cancelled && status.movedTo == nil)
    }

    private static func difference(from old: Cohort, to new: Cohort) -> String {
        guard old.currency == new.currency else { return Price.words(new.priceMinor, new.currency) }
        switch new.priceMinor - old.priceMinor {
        case 0: return "The same price"
        case let more where more > 0: return "\(Price.words(more, new.currency)) more to pay"
        case let less: return "\(Price.words(-less, new.currency)) less"
        }
    }
}
