import Domain

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
        case .waitlisted: self.init(waiting: status)
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
        default: self.init(ended: status)
        }
    }

    private init(waiting status: EnrollmentStatus) {
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
        self.init(
            status.position.map { "You are number \($0) in the queue" } ?? "You are in the queue",
            status.addressConfirmed
                ? "A seat that becomes free is offered to the first person waiting. We write to you as soon as that is you."
                : "Your place is kept. Confirm your address now: a seat can only be offered to a confirmed one.",
            "waiting",
            Self.queue,
            0
        )
    }

    private init(ended status: EnrollmentStatus) {
        switch status.state {
        case .noShow:
            self.init("You were missed", "You are recorded as absent. Write to us if that is wrong.")
            asksToWrite = true
        case .lapsed:
            self.init("The time to answer is over", "The seat was released. You are welcome to ask again.")
        case .declined:
            self.init("You declined the offer", "The seat went on to the next person. You are welcome to ask again.")
        case .withdrawn:
            if let cohort = status.servedIn {
                self.init(
                    "You took a seat in \(cohort)",
                    "Your place in this queue ended with it, as you asked for one seat."
                )
            } else {
                self.init("You gave your place back", "Thank you for telling us. You are welcome to ask again.")
            }
        case .closed:
            self.init(
                "Registration has closed",
                "No seat became free for you here. The open cohorts have other dates."
            )
        case .carried:
            self.init(
                status.movedTo.map { "You now wait for \($0)" } ?? "You now wait in the next cohort",
                "Your place in the queue went there, in order. Our mail about it has your new link."
            )
        case .transferred:
            self.init("You moved to \(status.movedTo ?? "another cohort")", "Our mail about it has your new link.")
        case .removed:
            self.init("This reservation was ended", "Write to us if you think that is wrong.")
            asksToWrite = true
        default:
            self.init(
                "This cohort was cancelled",
                status.movedTo.map { "You go on in \($0); our mail about it has your new link." }
                    ?? "We are sorry. The open cohorts have other dates, and what you paid is not lost."
            )
        }
    }

    private init(
        _ heading: String,
        _ lead: String,
        _ tone: String = "over",
        _ steps: [String] = [],
        _ step: Int = 0
    ) {
        self.heading = heading
        self.lead = lead
        self.tone = tone
        self.steps = steps
        self.step = steps.isEmpty ? "" : steps[step]
    }
}
