import Domain

/// A candidate's results as the page shows them, the latest first.
struct ResultsView: Sendable {
    struct Result: Sendable {
        let exam: String
        /// The class of the card: good or bad.
        let tone: String
        let verdict: String
        let when: String
        /// nil for a practical, which has no scale.
        let scaled: Int?
        let wasUnsafe: Bool
        let isRescored: Bool
        let rescored: String
        let hasAreas: Bool
        let areas: [Area]
    }

    /// One content area: its words, and where the mark lies in the picture beside them.
    struct Area: Sendable {
        let area: String
        let words: String
        let mark: Int
    }

    let heading = "Your exam results"
    let program: String
    let progress: String
    let isEmpty: Bool
    let results: [Result]

    init(_ report: ScoreReport, token: String) {
        program = report.program
        progress = "/progress/\(token)"
        isEmpty = report.results.isEmpty
        let clock = LocalClock(report.zone)
        results = report.results.map { Result($0, clock) }
    }
}

extension ResultsView.Result {
    fileprivate init(_ result: ScoreReport.Result, _ clock: LocalClock) {
        exam = result.exam
        tone = result.passed ? "good" : "bad"
        verdict = result.passed ? "Passed" : "Not passed"
        let attempt = result.attempt == 1 ? "" : "\(ordinal(result.attempt)) attempt, "
        when = attempt + clock.day(result.day)
        scaled = result.scaled
        wasUnsafe = result.wasUnsafe
        isRescored = result.rescoredAt != nil
        rescored = result.rescoredAt.map(clock.day) ?? ""
        hasAreas = !result.areas.isEmpty
        areas = result.areas.map(ResultsView.Area.init)
    }
}

extension ResultsView.Area {
    fileprivate init(_ area: AreaBand) {
        let place =
            switch area.band {
            case .below: 0
            case .near: 1
            case .above: 2
            }
        self.init(area: area.area, words: area.band.words, mark: 20 + 40 * place)
    }
}
