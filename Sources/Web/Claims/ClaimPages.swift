import Domain
import Hummingbird

/// The page of one claim: anyone with its link sees the state, and whoever has the mailed link may act.
enum ClaimPages {
    static func show(_ visit: Visit) async throws -> Response {
        let token = try visit.capture("token")
        let link = try await visit.registrar.seats.open(link: token)
        let page = try await visit.registrar.cohorts.page(code: link.status.cohort, by: .visitor)
        let institute = try await visit.house.issuer.institute()
        let receipt = try await visit.registrar.seats.receipt(of: link)
        var elsewhere: [Cohort] = []
        for place in link.status.elsewhere {
            elsewhere.append(try await visit.registrar.cohorts.page(code: place.cohort, by: .visitor).cohort)
        }
        let view = ClaimView(link, page, elsewhere: elsewhere, receipt: receipt, token: token)
        return visit.house.pages.response(
            "reservation",
            view,
            title: view.heading,
            institute: institute,
            discretion: .secret
        )
    }

    /// Asks once more before something is given away that cannot be had back.
    static func ask(_ visit: Visit, before verb: Verb) async throws -> Response {
        let token = try visit.capture("token")
        let link = try await visit.registrar.seats.open(link: token)
        guard link.mayAct, Verb.possible(in: link.status).contains(verb) || link.status.state == .offered else {
            return .seeOther("/reservations/\(token)", .secret)
        }
        let page = try await visit.registrar.cohorts.page(code: link.status.cohort, by: .visitor)
        let institute = try await visit.house.issuer.institute()
        let view = StepView(verb, link.status, page.cohort, token: token)
        return visit.house.pages.response("step", view, title: view.heading, institute: institute, discretion: .secret)
    }

    static func carryOut(_ visit: Visit, _ verb: Verb) async throws -> Response {
        // The button says all there is to say: a body is read only to be bounded.
        _ = try await visit.body()
        let token = try visit.capture("token")
        let link = try await visit.registrar.seats.open(link: token)
        _ = try await verb.carryOut(on: link, visit.registrar.seats)
        return .seeOther("/reservations/\(token)", .secret)
    }
}

/// The question before a seat is given back or an offer declined.
struct StepView: Sendable {
    let heading: String
    let words: String
    /// What the terms give back.
    let money: String?
    let button: String
    let action: String
    let back: String
    let backWords: String
    let cohort: CohortView

    init(_ verb: Verb, _ status: EnrollmentStatus, _ cohort: Cohort, token: String) {
        let hasSeat = status.seatNumber != nil
        self.cohort = CohortView(cohort)
        action = "/reservations/\(token)/\(verb.rawValue)"
        back = "/reservations/\(token)"
        backWords = hasSeat ? "No, keep the seat" : "No, keep my place"
        let zone = status.timeZone ?? cohort.timeZone
        money = status.state == .confirmed ? status.terms.map { TermsView.refund($0, status, zone: zone) } : nil
        switch verb {
        case .decline:
            heading = "Decline this offer?"
            words = "The seat goes to the next person in the queue at once, and your place in the queue ends."
            button = "Yes, decline the offer"
        default:
            heading = hasSeat ? "Give your seat back?" : "Leave the queue?"
            words =
                hasSeat
                ? "The seat goes to the next person in the queue at once. You can ask again, at the end of the queue."
                : "Your place in the queue ends. You can ask again, at the end of the queue."
            button = hasSeat ? "Yes, give my seat back" : "Yes, leave the queue"
        }
    }
}
