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
    /// What is still to be paid, and what to write on the transfer; only by the mailed link.
    let due: String?
    let paymentPurpose: String?
    let queue: QueueView?
    let terms: TermsView?
    /// Where one can choose another date; nil where there is nothing to move.
    let moveAddress: String?

    init(_ link: Seats.OpenedLink, _ page: CohortPage, receipt: Receipt? = nil, token: String) {
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
        let owes = link.mayAct && status.dueMinor > 0 && status.state.isLive
        due = owes ? Price.words(status.dueMinor, status.currency) : nil
        paymentPurpose = owes ? status.paymentPurpose : nil
        queue = receipt.flatMap { QueueView($0, status, zone: readersZone, token: token) }
        terms =
            status.state.isLive && status.startsLater(page.cohort)
            ? status.terms.map { TermsView($0, moves: status.transfers, now: status.now, zone: readersZone) } : nil
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

/// The words for each state of a claim.
struct Told {
    let heading: String
    let lead: String
    let tone: String
    let step: String
    let steps: [String]
    var asksToWrite = false

    func isDone(_ other: String) -> Bool {
        guard let here = steps.firstIndex(of: step), let there = steps.firstIndex(of: other) else { return false }
        return there < here
    }

    private static let direct = ["Seat held", "Confirmed", "Workshop"]
    private static let queue = ["In the queue", "Offered", "Confirmed", "Workshop"]

    init(_ status: EnrollmentStatus) {
        let seat = status.seatNumber.map { "Seat \($0)" } ?? "A seat"
        switch status.state {
        case .held where status.awaitsPayment:
            self.init(
                "\(seat) is held until it is paid",
                "Your address is confirmed. Pay in time, and the seat is yours for good.",
                "urgent",
                Self.direct,
                0
            )
        case .held:
            self.init(
                "\(seat) is held for you",
                "Confirm it in time, or it goes to the next person.",
                "urgent",
                Self.direct,
                0
            )
        case .waitlisted:
            if let cohort = status.offerOpenIn {
                self.init(
                    "A seat in \(cohort) is offered to you",
                    "Answer it by our mail. Until then this queue passes you over, and keeps your place.",
                    "waiting",
                    Self.queue,
                    0
                )
                return
            }
            let place = status.position.map { "You are number \($0) in the queue" } ?? "You are in the queue"
            self.init(
                place,
                status.addressConfirmed
                    ? "When a seat becomes free, it is offered to the first person waiting. We write to you at once."
                    : "Your place is kept. Confirm your address now: a seat can only be offered to a confirmed one.",
                "waiting",
                Self.queue,
                0
            )
        case .offered:
            self.init(
                "\(seat) is offered to you",
                "Accept it in time, or it goes to the next person in the queue.",
                "urgent",
                Self.queue,
                1
            )
        case .confirmed:
            self.init(
                "Your seat is confirmed",
                "\(seat) is yours. We look forward to seeing you.",
                "good",
                Self.direct,
                1
            )
        case .attended: self.init("You were there", "Your attendance is recorded.", "good", Self.direct, 2)
        case .noShow:
            self.init("You were missed", "You are recorded as absent. Write to us if that is wrong.", "over", [], 0)
            asksToWrite = true
        case .lapsed: self.init("The time to answer is over", "The seat went on. You can ask again.", "over", [], 0)
        case .declined: self.init("You declined the offer", "The seat went on. You can ask again.", "over", [], 0)
        case .withdrawn: self.init("You gave this back", "Thank you for telling us. You can ask again.", "over", [], 0)
        case .closed: self.init("The queue was closed", "No seat became free for you in this cohort.", "over", [], 0)
        case .carried:
            self.init(
                "You wait in the next cohort",
                "Your place in the queue was carried over, in order.",
                "over",
                [],
                0
            )
        case .transferred:
            self.init(
                "You moved to \(status.movedTo ?? "another cohort")",
                "Our mail about it has your new link.",
                "over",
                [],
                0
            )
        case .removed:
            self.init("This reservation was ended", "Write to us if you think that is wrong.", "over", [], 0)
            asksToWrite = true
        case .cancelled:
            self.init(
                "This cohort was cancelled",
                status.movedTo.map { "You go on in \($0); our mail about it has your new link." }
                    ?? "The open cohorts have other dates. What you paid is not lost.",
                "over",
                [],
                0
            )
        }
    }

    private init(_ heading: String, _ lead: String, _ tone: String, _ steps: [String], _ step: Int) {
        self.heading = heading
        self.lead = lead
        self.tone = tone
        self.steps = steps
        self.step = steps.isEmpty ? "" : steps[step]
    }
}
