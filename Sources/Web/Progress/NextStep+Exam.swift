import Domain

extension NextStep {
    /// An exam: the way in, or what it waits for.
    static func exam(_ exam: CandidateExam, on page: CandidatePage, token: String) -> NextStep? {
        let asked = exam.eligibility
        guard let state = page.states.first(where: { $0.id == asked.exam }), !state.isMet else { return nil }
        let place = "#r-\(asked.code)"
        let isByPage = state.kind == .writtenExam && state.detail?.exam != nil
        let door = SittingPlace(token: token, requirement: asked.code).door
        if exam.next.obstacle == .open {
            let day = exam.heldOn.map { ", on \(LocalClock.words(ofDay: "\($0)"))" } ?? ""
            return isByPage
                ? NextStep(words: "\(asked.name): under way, and the time runs", by: nil, address: door, label: "Go on")
                : NextStep(words: "\(asked.name): you are entered\(day)", by: nil, address: place, label: nil)
        }
        if let refusal = exam.next.refusal(in: LocalClock(page.cohort.cohort.timeZone)) {
            return NextStep(words: "\(asked.name). \(refusal.message)", by: nil, address: place, label: nil)
        }
        guard asked.isEligible else {
            let missing = asked.missing.count
            let words = missing == 1 ? "one thing before it is complete" : "\(missing) things before it are complete"
            return NextStep(
                words: "\(asked.name): opens once \(words)",
                by: nil,
                address: place,
                label: nil
            )
        }
        let words =
            exam.next.number == 1
            ? "\(asked.name): everything before it is complete"
            : "\(asked.name): you may try again, for the \(ordinal(exam.next.number)) time"
        return NextStep(
            words: isByPage ? words : words + "; we tell you the day",
            by: Deadline.words(for: state, on: page),
            address: isByPage ? door : place,
            label: isByPage ? "To the exam" : nil
        )
    }
}

extension NextTry {
    /// Why no try may begin now, with its days as this clock has them.
    func refusal(in clock: LocalClock) -> Refusal? {
        refusal(first: earliest.map(clock.day) ?? "then", last: latest.map(clock.day) ?? "then")
    }
}
