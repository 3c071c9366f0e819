import Domain
import Foundation

/// Where a renewal stands, in a word and in a sentence.
struct RenewalVerdict: Sendable {
    let heading: String
    let state: String
    let tone: String
    let words: String

    init(_ standing: RenewalStanding, _ clock: LocalClock) {
        let end = standing.certificate.validUntil.map(clock.day) ?? ""
        let last = standing.lastChance.map(clock.day) ?? ""
        let isComplete = standing.missing.isEmpty
        switch standing.phase {
        case .early:
            self.init(
                "Your renewal",
                "Not open yet",
                "good",
                isComplete
                    ? "All is here already. We renew it once the time has come; you need not do anything."
                    : "You may send what you have at any time; it is kept for this term."
            )
        case .open, .grace:
            let grace = standing.graceEnds.map(clock.day) ?? ""
            self.init(
                "Your renewal",
                isComplete ? "All is complete" : standing.phase == .open ? "Open" : "Past its end, still in time",
                isComplete ? "good" : standing.phase == .open ? "waiting" : "bad",
                isComplete
                    ? "We renew your certificate under the same number; you hear from us by mail."
                    : standing.phase == .open
                        ? "It goes on after \(end) once the things below are complete."
                        : "Complete the things below by \(grace), and it goes on as if in time."
            )
        case .lapsed:
            self.init(
                "Your certificate has lapsed",
                isComplete ? "All is complete" : "Lapsed",
                isComplete ? "good" : "bad",
                isComplete
                    ? "Somebody now decides on its reinstatement; you hear from us by mail."
                    : "It may be reinstated until \(last), once the things below are complete. Its new term then counts from that decision."
            )
        case .over:
            self.init(
                "Your certificate has lapsed",
                "Over",
                "bad",
                "It could be reinstated until \(last). Now a new certification is needed; write to us about the way there."
            )
        case .suspended:
            self.init(
                "Your certificate is suspended",
                "Suspended",
                "bad",
                "It is not renewed while it is suspended. What you send is kept all the same."
            )
        case .ended:
            self.init(
                "Your certificate has ended",
                standing.certificate.state == .revoked ? "Revoked" : "Surrendered",
                "bad",
                "It is not renewed any more."
            )
        case .notRenewable, .erased:
            self.init("Your certificate", "Nothing to renew", "waiting", "This certificate is not renewed.")
        }
    }

    private init(_ heading: String, _ state: String, _ tone: String, _ words: String) {
        self.heading = heading
        self.state = state
        self.tone = tone
        self.words = words
    }
}
