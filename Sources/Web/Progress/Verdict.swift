import Domain

/// Where somebody's certification stands, in a word and in a sentence.
struct Verdict: Sendable {
    let tone: String
    let title: String
    let words: String

    private init(_ tone: String, _ title: String, _ words: String) {
        self.tone = tone
        self.title = title
        self.words = words
    }

    /// nil while there is more to do than can be said in a word.
    init?(_ page: CandidatePage) {
        let day = page.decision.map { LocalClock(page.cohort.cohort.timeZone).day($0.at) } ?? ""
        switch page.decision?.kind {
        case .granted:
            self.init("good", "Granted", "Decided on \(day). Your certificate comes by mail.")
        case .denied:
            self.init("bad", "Not granted", "Decided on \(day).")
        case .deferred:
            self.init("waiting", "Decision put off", "Said on \(day). You hear from us by mail.")
        case .proposed, nil:
            if page.states.allSatisfy(\.isMet) {
                self.init("good", "All is complete", "The decision on your certification comes next.")
            } else if page.standing == .passedConditionsOutstanding {
                self.init(
                    "waiting",
                    "Passed, conditions outstanding",
                    "Your exams are passed. The decision on your certification waits only for what stands below."
                )
            } else {
                return nil
            }
        }
    }
}
