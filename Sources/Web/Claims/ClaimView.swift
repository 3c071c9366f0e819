import Domain
import Foundation

/// One claim as its page tells it: where it stands, what happens next, and what its bearer can do.
struct ClaimView: Sendable {
    struct Button: Sendable {
        let label: String
        let action: String
        /// A question comes first, on a page of its own.
        let asksFirst: Bool
        let isQuiet: Bool
    }

    struct Step: Sendable {
        let label: String
        let isDone: Bool
        let isCurrent: Bool
    }

    let heading: String
    let lead: String
    /// For the colour of the page's head: good, waiting, urgent or over.
    let tone: String
    let steps: [Step]
    let deadline: String?
    let deadlineTime: String?
    let buttons: [Button]
    /// What to do where this link may not act.
    let advice: String?
    /// Only by the mailed link.
    let bearer: String?
    let seatNumber: Int?
    let position: Int?
    let cohort: CohortView
    let sessions: [SessionView]
    /// Whether the institute's address is what helps now.
    let asksToWrite: Bool
    /// What is still to be paid for a seat that is confirmed, and the purpose to pay it with; only by the mailed link.
    let due: String?
    let paymentPurpose: String?
    let places: PlacesView?
    let queue: QueueView?
    let terms: TermsView?
    /// Dates are told to whoever may still come.
    let isLive: Bool
    /// The cohort in which this claim goes on, or whose seat ended it.
    let next: String?
    /// Where one can choose another date; nil where there is nothing to move.
    let moveAddress: String?

    /// - Parameter elsewhere: the cohorts in which the same wish waits.
    init(
        _ link: Seats.OpenedLink,
        _ page: CohortPage,
        elsewhere: [Cohort] = [],
        receipt: Receipt? = nil,
        token: String
    ) {
        let status = link.status
        let told = Told(status)
        heading = told.heading
        lead = told.lead
        tone = told.tone
        steps = told.steps.map { Step(label: $0, isDone: told.isDone($0), isCurrent: $0 == told.step) }
        let readersZone = status.timeZone ?? page.cohort.timeZone
        deadline = status.expiresAt.map { LocalClock(readersZone).moment($0) }
        deadlineTime = status.expiresAt?.rfc3339
        let verbs = Verb.possible(in: status)
        buttons = link.mayAct ? verbs.map { Self.button($0, status, token: token) } : []
        advice = link.mayAct || verbs.isEmpty ? nil : Self.advice(status)
        bearer = link.mayAct ? "\(status.name.rawValue), \(status.email.rawValue)" : nil
        seatNumber = status.seatNumber
        position = status.position
        cohort = CohortView(page.cohort)
        sessions = page.sessions.map {
            SessionView(
                $0,
                readersZone: status.timeZone,
                showsOnlineAddress: link.mayAct && [.confirmed, .attended].contains(status.state)
            )
        }
        asksToWrite = told.asksToWrite
        let isConfirmed = status.awaitsPayment || [.confirmed, .attended, .noShow].contains(status.state)
        let owes = link.mayAct && status.dueMinor > 0 && isConfirmed
        due = owes ? Price.words(status.dueMinor, status.currency) : nil
        paymentPurpose = owes ? status.paymentPurpose : nil
        places = PlacesView(status, page.cohort, elsewhere: elsewhere)
        queue = receipt.flatMap { QueueView($0, status, zone: readersZone, token: token) }
        terms =
            status.state.isLive && status.startsLater(page.cohort)
            ? status.terms.map { TermsView($0, status, zone: readersZone) } : nil
        isLive = status.state.isLive
        next = status.movedTo ?? status.servedIn
        moveAddress = link.mayAct && MoveView.isPossible(status) ? "/reservations/\(token)/transfer" : nil
    }

    private static func button(_ verb: Verb, _ status: EnrollmentStatus, token: String) -> Button {
        let label =
            switch verb {
            case .confirm: status.state == .held ? "Confirm my seat" : "Confirm my address"
            case .accept: "Accept the seat"
            case .decline: "Decline the offer"
            case .withdraw: status.state == .waitlisted ? "Leave the queue" : "Give my seat back"
            }
        let asksFirst = verb == .decline || verb == .withdraw
        return Button(
            label: label,
            action: "/reservations/\(token)/\(verb.rawValue)",
            asksFirst: asksFirst,
            isQuiet: asksFirst
        )
    }

    private static func advice(_ status: EnrollmentStatus) -> String {
        switch status.state {
        case .held:
            "We have sent you mail. Open the link in it to confirm your seat; this page only shows where it stands."
        case .waitlisted where !status.addressConfirmed:
            "We have sent you mail. Open the link in it to confirm your address: only then can a seat be offered to you."
        case .offered: "Open the link in our mail to accept or decline; this page only shows where it stands."
        default: "To change anything, open the link in our mail; this page only shows where it stands."
        }
    }
}

extension EnrollmentStatus {
    /// Terms speak of what is still to come.
    fileprivate func startsLater(_ cohort: Cohort) -> Bool { cohort.startsAt.map { $0 > now } ?? true }
}
