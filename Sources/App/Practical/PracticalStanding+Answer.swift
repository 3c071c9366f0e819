import Domain
import Postgres

extension PracticalStanding {
    func answer(_ words: String, next: String) -> Answer {
        Answer(
            json,
            .words(words),
            .details([
                ("Candidate", .init("\(candidate)", .heading)),
                ("Practical", .init("\(practical), version \(version), try \(number), on \(heldOn)")),
                ("Raters", .init(raterWords)), ("State", .init(state.words, state.tone)),
            ]),
            .hint(next)
        )
    }

    /// `maya rated, sam on 2027-01-23`
    var raterWords: String {
        raters.map { rater in
            rater.hasRated
                ? "\(rater.login) rated"
                : rater.isWithdrawn ? "\(rater.login) withdrawn" : "\(rater.login) on \(rater.onDay)"
        }
        .joined(separator: ", ")
    }

    var json: JSON {
        [
            "candidate": .string("\(candidate)"), "practical": .string(practical), "version": .integer(version),
            "try": .integer(number), "held_on": .string("\(heldOn)"), "state": .string(state.word),
            "raters": .list(raters) { rater in
                [
                    "login": .string(rater.login), "on": .string("\(rater.onDay)"), "rated": .bool(rater.hasRated),
                    "withdrawn": .bool(rater.isWithdrawn),
                ]
            },
            "score": score.map(\.json) ?? .null, "cancelled": cancellation.map(\.json) ?? .null,
        ]
    }

    private var cancellation: PracticalCancellation? { if case .cancelled(let how) = state { how } else { nil } }

    private var score: Score? { if case .decided(let score) = state { score } else { nil } }
}

extension PracticalStanding.State {
    var word: String {
        switch self {
        case .awaitsRaters: "awaits_raters"
        case .awaitsRatings: "awaits_ratings"
        case .awaitsThirdRater: "awaits_third_rater"
        case .decided(let score): score.passed ? "passed" : "failed"
        case .cancelled(let how): how.movedTo == nil ? "cancelled" : "moved"
        }
    }

    var words: String {
        switch self {
        case .awaitsRaters(let count): count == 1 ? "one rater to assign" : "\(count) raters to assign"
        case .awaitsRatings(let count): count == 1 ? "waits for one rating" : "waits for \(count) ratings"
        case .awaitsThirdRater: "third rater to assign: the first two are too far apart"
        case .decided(let score): score.words
        case .cancelled(let how): how.words
        }
    }

    /// For a column.
    var shortWords: String {
        switch self {
        case .awaitsThirdRater: "third rater to assign"
        case .decided(let score): "\(score.passed ? "passed" : "failed"), \(score.points) of \(score.maximum)"
        case .awaitsRaters, .awaitsRatings, .cancelled: words
        }
    }

    var tone: Tone {
        switch self {
        case .awaitsRaters, .awaitsThirdRater: .waiting
        case .awaitsRatings, .cancelled: .faint
        case .decided(let score): score.passed ? .good : .bad
        }
    }
}

extension PracticalStanding.Score {
    /// `31`, `30.5`
    var points: String { doubledPoints.isMultiple(of: 2) ? "\(doubledPoints / 2)" : "\(doubledPoints / 2).5" }

    fileprivate var words: String {
        let unsafe = unsafe.isEmpty ? "" : "; unsafe: \(self.unsafe.joined(separator: ", "))"
        return "\(passed ? "passed" : "failed") with \(points) of \(maximum), cut \(cut)\(unsafe)"
    }

    fileprivate var json: JSON {
        [
            "points": .number(Double(doubledPoints) / 2), "maximum": .integer(maximum), "cut": .integer(cut),
            "unsafe": .list(unsafe, JSON.string), "passed": .bool(passed),
        ]
    }
}

extension PracticalCancellation {
    fileprivate var words: String {
        if let movedTo { return "moved to \(movedTo)" }
        return cause == .candidateAbsent ? "called off: candidate absent" : "called off by the institute"
    }

    fileprivate var json: JSON {
        [
            "reason_class": .text(cause?.rawValue), "moved_to": .text(movedTo.map { "\($0)" }),
            "at": Moment.json(at),
        ]
    }
}
