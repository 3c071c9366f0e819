import Domain
import Foundation
import Hummingbird

/// The end of a sitting: what is blank still, and the button that hands it in.
enum HandInPages {
    static func ask(_ visit: Visit) async throws -> Response {
        let place = try SittingPlace(visit)
        let state = try await visit.registrar.attempts.sitting(link: place.token, requirement: place.requirement)
        guard let state else { return .seeOther(place.door, .secret) }
        let view = HandInView(state, place)
        return try await visit.sittingPage("hand_in", view, title: view.heading)
    }

    static func handIn(_ visit: Visit) async throws -> Response {
        let form = try Form(try await visit.body().readableBytesView)
        let place = try SittingPlace(visit)
        _ = try await visit.registrar.attempts.submit(
            Int(form["attempt"]).map(AttemptID.init),
            link: place.token,
            requirement: place.requirement
        )
        return .seeOther(place.door, .secret)
    }
}

struct HandInView: Sendable {
    struct Question: Sendable {
        let number: Int
        let address: String
    }

    let attempt: Int
    let exam: String
    let heading: String
    let words: String
    let time: String
    let left: String
    let action: String
    let back: String
    let blanks: [Question]
    let hasBlanks: Bool
    let flagged: [Question]
    let hasFlagged: Bool

    init(_ state: SittingState, _ place: SittingPlace) {
        let question = { (number: Int) in Question(number: number, address: place.question(number)) }
        attempt = state.attempt.rawValue
        exam = state.exam
        heading = "Hand it in?"
        blanks = state.blanks.map(question)
        hasBlanks = !blanks.isEmpty
        flagged = state.marks.indices.filter { state.marks[$0].isFlagged }.map { question($0 + 1) }
        hasFlagged = !flagged.isEmpty
        let count = state.marks.count
        words =
            switch blanks.count {
            case 0: "All \(count) questions are answered."
            case 1: "1 of \(count) questions is blank. A blank counts like a wrong answer."
            default: "\(blanks.count) of \(count) questions are blank. A blank counts like a wrong answer."
            }
        let clock = SittingTime(from: state.now, to: state.endsAt, LocalClock(state.zone))
        (time, left) = (clock.until, clock.left)
        action = place.end
        back = place.question(state.goesOn)
    }
}

/// How much time is left, by the clock and in minutes: “Until 3:42 PM, New York time (UTC−5)”, “47 minutes left”.
struct SittingTime: Sendable {
    let until: String
    let left: String
    let seconds: Int

    init(from now: Date, to end: Date, _ clock: LocalClock) {
        seconds = max(0, Int(end.timeIntervalSince(now)))
        let minutes = seconds / 60
        left = minutes == 0 ? "less than a minute left" : minutes == 1 ? "1 minute left" : "\(minutes) minutes left"
        let isSameDay = clock.isoDay(now) == clock.isoDay(end)
        until = "Until \(clock.time(end))\(isSameDay ? "" : " on \(clock.day(end))"), \(clock.place(end))"
    }
}
