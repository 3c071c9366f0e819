import Domain
import HTTPTypes
import Hummingbird
import NIOCore

/// One question a page; whichever button is pressed, what the page says is saved first.
enum QuestionPages {
    static func show(_ visit: Visit) async throws -> Response {
        let place = try SittingPlace(visit)
        let number = try self.number(visit)
        let page = try await visit.registrar.attempts.page(
            link: place.token,
            requirement: place.requirement,
            question: number
        )
        guard let page else { return .seeOther(place.door, .secret) }
        let view = QuestionView(page, place, isShared: try visit.query()["news"] == "shared")
        return try await visit.sittingPage("question", view, title: view.heading)
    }

    static func save(_ visit: Visit) async throws -> Response {
        let form = try Form(try await visit.typedBody().readableBytesView)
        let place = try SittingPlace(visit)
        let number = try self.number(visit)
        guard let attempt = Int(form["attempt"]) else {
            throw Problem.malformed("Send the form of the question's page.")
        }
        let go = Move(form["go"])
        let given = AnswerGiven(
            attempt: AttemptID(rawValue: attempt),
            question: number,
            letter: form["answer"].isEmpty ? nil : form["answer"],
            clears: go == .clear,
            isFlagged: form["flag"] == "yes",
            seen: Int(form["seen"]) ?? 0
        )
        let saved = try await visit.registrar.attempts.answer(given, link: place.token, requirement: place.requirement)
        if go == .stay { return stayed(saved) }
        if saved.isLate { return .seeOther("\(place.door)?news=late", .secret) }
        let news = saved.isShared ? "?news=shared" : ""
        switch go {
        case .to(let question): return .seeOther(place.question(question) + news, .secret)
        case .clear, .stay: return .seeOther(place.question(number) + news, .secret)
        case .back: return .seeOther(place.question(max(1, number - 1)) + news, .secret)
        case .end: return .seeOther(place.end, .secret)
        case .next:
            let isLast = number >= saved.questions
            return .seeOther((isLast ? place.end : place.question(number + 1)) + (isLast ? "" : news), .secret)
        }
    }

    /// For the script: the last answer now, or a word on why the page has to be read again.
    private static func stayed(_ saved: AnswerSaved) -> Response {
        var headers = ProtectiveHeaders.page(.secret, logo: nil)
        headers[.contentType] = "text/plain; charset=utf-8"
        let text = saved.isLate ? "late" : saved.isShared ? "shared" : "\(saved.seen)"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private static func number(_ visit: Visit) throws -> Int {
        guard let number = Int(try visit.capture("question")), (1...9_999).contains(number) else {
            throw Problem.unknownPage
        }
        return number
    }

    /// Where a button leads after what was said is saved.
    private enum Move: Equatable {
        case next, back, clear, end, stay
        case to(Int)

        init(_ text: String) {
            switch text {
            case "back": self = .back
            case "clear": self = .clear
            case "end": self = .end
            case "stay": self = .stay
            default: self = Int(text).map { .to($0) } ?? .next
            }
        }
    }
}

/// A question with its options, and a map of all.
struct QuestionView: Sendable {
    struct Option: Sendable {
        let id: String
        let letter: String
        let words: String
        let isChosen: Bool
    }

    struct Step: Sendable {
        let number: Int
        /// Read aloud with the number.
        let words: String
        let kind: String
        let isHere: Bool
    }

    let exam: String
    let heading: String
    let candidate: String
    let stem: String
    let options: [Option]
    let steps: [Step]
    let action: String
    let back: String
    let attempt: Int
    let seen: Int
    let time: String
    let left: String
    let secondsLeft: Int
    let isFlagged: Bool
    let isAnswered: Bool
    let isFirst: Bool
    let answered: String
    let next: String
    /// That another window saved something.
    let news: String?

    init(_ page: SittingPage, _ place: SittingPlace, isShared: Bool) {
        let count = page.marks.count
        exam = page.exam
        candidate = page.candidate.description
        heading = "Question \(page.question) of \(count)"
        stem = page.stem
        options = page.options.map {
            Option(id: "answer-\($0.letter)", letter: $0.letter, words: $0.words, isChosen: $0.isChosen)
        }
        steps = page.marks.enumerated().map { index, mark in
            let state = mark.isAnswered ? "answered" : "blank"
            return Step(
                number: index + 1,
                words: mark.isFlagged ? "\(state), marked" : state,
                kind: mark.isFlagged ? "flagged \(state)" : state,
                isHere: index + 1 == page.question
            )
        }
        action = place.question(page.question)
        back = place.home
        attempt = page.attempt.rawValue
        seen = page.seen
        let clock = SittingTime(from: page.now, to: page.endsAt, LocalClock(page.zone))
        (time, left, secondsLeft) = (clock.until, clock.left, clock.seconds)
        isFlagged = page.isFlagged
        isAnswered = page.isAnswered
        isFirst = page.question == 1
        answered = "\(count - page.blanks.count) of \(count) answered"
        next = page.question == count ? "Save and go to the end" : "Save and go on"
        news =
            isShared
            ? """
            Something was saved from another window since this one was opened. Of each question the last answer counts.
            """ : nil
    }
}
