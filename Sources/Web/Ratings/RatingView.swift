import Domain

/// A rater's page: the candidate by number, and each criterion with its levels as radio buttons. What was typed stays when
/// something is missing; once it is handed in, the page says thank you and nothing else.
struct RatingView: Sendable {
    /// What a form held: levels by the code of their criterion, and a note.
    struct Typed: Sendable {
        var levels: [String: String] = [:]
        var note = ""

        static let prefix = "level-"

        init() {}

        init(_ form: Form) {
            note = form["note"]
            for (name, value) in form.fields where name.hasPrefix(Self.prefix) {
                levels[String(name.dropFirst(Self.prefix.count))] = value
            }
        }
    }

    struct Level: Sendable {
        let id: String
        let value: Int
        let name: String
        let isChosen: Bool
    }

    struct Criterion: Sendable {
        let id: String
        let field: String
        let number: Int
        let name: String
        let isHurdle: Bool
        let error: String?
        let levels: [Level]
    }

    struct Trouble: Sendable {
        let message: String
        let target: String?
    }

    let heading: String
    let practical: String
    let candidate: String
    let day: String
    let action: String
    let isOpen: Bool
    let isEarly: Bool
    let isOver: Bool
    let isDone: Bool
    /// Why it is over.
    let ending: String
    let criteria: [Criterion]
    let count: Int
    let note: String
    let noteError: String?
    let troubles: [Trouble]
    let hasTroubles: Bool

    init(_ task: RatingTask, token: String, _ refusal: Refusal?, _ typed: Typed) {
        candidate = "\(task.candidate)"
        practical = task.practical.name
        day = LocalClock(task.zone).day(task.noon)
        action = "/ratings/\(token)"
        (isOpen, isEarly) = (task.state == .open, task.state == .early)
        (isOver, isDone) = (task.state == .over, task.state == .done)
        heading =
            switch task.state {
            case .open: "Candidate \(task.candidate)"
            case .early: "This opens on \(day)"
            case .over where task.cancellation?.movedTo != nil: "This practical is on another day"
            case .over where task.cancellation != nil: "This practical was called off"
            case .over: "This link is over"
            case .done: "Thank you"
            }
        ending = task.ending(on: day)
        let problems = refusal?.problems ?? []
        criteria = task.practical.criteria.enumerated().map { place, criterion in
            Criterion(
                id: "criterion-\(place + 1)",
                field: Typed.prefix + criterion.code,
                number: place + 1,
                name: criterion.name,
                isHurdle: criterion.safeFrom != nil,
                error: problems.first { $0.field == criterion.code }?.message,
                levels: criterion.levels.enumerated().map { level, name in
                    Level(
                        id: "criterion-\(place + 1)-\(level)",
                        value: level,
                        name: name,
                        isChosen: typed.levels[criterion.code] == "\(level)"
                    )
                }
            )
        }
        count = criteria.count
        note = typed.note
        noteError = problems.first { $0.field == "note" }?.message
        let ids = Dictionary(
            zip(task.practical.criteria.map(\.code), criteria.map(\.id)),
            uniquingKeysWith: { first, _ in first }
        )
        troubles =
            problems.isEmpty
            ? (refusal.map { [Trouble(message: $0.message, target: nil)] } ?? [])
            : problems.map { Trouble(message: $0.message, target: $0.field == "note" ? "note" : ids[$0.field]) }
        hasTroubles = !troubles.isEmpty
    }
}

extension RatingTask {
    fileprivate func ending(on day: String) -> String {
        guard let cancellation else {
            return
                "It was for \(day) alone, or another rater was asked. If you rated on paper, the office tells you how it is entered."
        }
        guard let moved = cancellation.movedTo else {
            return
                "It was to be on \(day). There is nothing to rate. If it takes place on another day and you are asked, a new mail comes."
        }
        return
            "It was moved from \(day) to \(LocalClock.words(ofDay: "\(moved)")). If you rate on that day, a newer mail has a link of its own."
    }
}
