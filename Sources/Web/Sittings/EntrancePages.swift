import Domain
import Hummingbird

/// The door of an exam.
enum EntrancePages {
    static func show(_ visit: Visit) async throws -> Response {
        let place = try SittingPlace(visit)
        let entrance = try await visit.registrar.attempts.entrance(link: place.token, requirement: place.requirement)
        let view = EntranceView(entrance, place, news: try visit.query()["news"])
        return try await visit.sittingPage("exam", view, title: view.heading)
    }

    /// Begins, or goes on where a try is under way.
    static func begin(_ visit: Visit) async throws -> Response {
        // The button says all there is to say: a body is read only to be bounded.
        _ = try await visit.body()
        let place = try SittingPlace(visit)
        do {
            _ = try await visit.registrar.attempts.begin(link: place.token, requirement: place.requirement)
        } catch let refusal as Refusal where refusal.kind == .conflict {
            // The door says why.
            return .seeOther(place.door, .secret)
        }
        return try await resume(visit, place)
    }

    /// The first question without an answer.
    static func resume(_ visit: Visit, _ place: SittingPlace) async throws -> Response {
        let state = try await visit.registrar.attempts.sitting(link: place.token, requirement: place.requirement)
        return .seeOther(state.map { place.question($0.goesOn) } ?? place.door, .secret)
    }
}

/// Rules, time and tries before an exam; the way back into one; and how the last one ended.
struct EntranceView: Sendable {
    let exam: String
    let heading: String
    let candidate: String
    let action: String
    let back: String
    let results: String
    let questions: String
    let minutes: String
    let tries: String
    let isOpen: Bool
    /// Why no try may begin.
    let shut: String?
    let sitting: Sitting?
    /// How the last try ended.
    let last: String?
    let news: String?

    struct Sitting: Sendable {
        let answered: String
        let goesOn: String
        let ends: String
    }

    init(_ entrance: ExamEntrance, _ place: SittingPlace, news: String?) {
        let clock = LocalClock(entrance.zone)
        exam = entrance.exam
        candidate = entrance.candidate.description
        action = place.door
        back = place.home
        results = "\(place.home)/results"
        questions = entrance.questions == 1 ? "1 question" : "\(entrance.questions) questions"
        let extra = entrance.timePercent == 100 ? "" : ", \(entrance.timePercent) percent of the usual time"
        minutes = "\(entrance.minutes) minutes\(extra)"
        let made = entrance.next.number - 1
        tries = entrance.next.most.map { "\(max(0, $0 - made)) of \($0)" } ?? "As many as you need"
        var sitting: Sitting?
        var shut: String?
        switch entrance.door {
        case .open:
            heading = made == 0 ? "Before you begin" : "Before you try again"
            isOpen = true
        case .shut(let refusal):
            heading =
                switch entrance.last?.finish {
                case .submitted: "Your exam is handed in"
                case .timeUp, .scanned, .erased: "Your exam is over"
                case nil: "This exam is not open to you yet"
                }
            shut = (entrance.next.refusal(in: clock) ?? refusal).message
            isOpen = false
        case .sitting(let attempt, let answered):
            heading = "Your exam is under way"
            sitting = Sitting(
                answered: "\(answered) of \(entrance.questions)",
                goesOn: place.door,
                ends: clock.moment(attempt.endsAt)
            )
            isOpen = false
        }
        self.sitting = sitting
        self.shut = shut
        last = entrance.last.flatMap { attempt in
            guard let ended = attempt.finishedAt else { return nil }
            return switch attempt.finish {
            case .submitted: "You handed try \(attempt.number) in on \(clock.moment(ended))."
            case .timeUp:
                "The time of try \(attempt.number) was up on \(clock.moment(ended)). What you saved before counts."
            case .scanned, .erased, nil: "Try \(attempt.number) was written on paper on \(clock.day(attempt.endsAt))."
            }
        }
        self.news =
            news == "late"
            ? "That answer came after your time was up. It is kept, and does not count." : nil
    }
}
