import Domain
import Foundation

/// What a candidate does next: words, and where they lead.
struct NextStep: Sendable {
    let words: String
    /// By when.
    let by: String?
    /// A page, or a place on this one.
    let address: String?
    let label: String?

    /// In the order in which one would take them; what waits for staff comes last, and a decision ends it all.
    static func all(of page: CandidatePage, token: String) -> [NextStep] {
        if page.decision?.kind == .granted { return [] }
        if let appeal = page.decision?.appeal { return [self.appeal(appeal)] }
        let toSend = page.states.filter { $0.takesEvidence && [.incomplete, .failed, .expired].contains($0.state) }
        return toSend.map { send($0, on: page) } + workshop(on: page) + skills(on: page)
            + page.exams.compactMap { exam($0, on: page, token: token) }
            + page.states.filter { $0.state == .submitted && !$0.isExam }.map(wait)
    }

    private static func appeal(_ token: String) -> NextStep {
        NextStep(
            words: "Read why, and how to appeal",
            by: nil,
            address: "/appeals/\(token)",
            label: "The decision"
        )
    }

    private static func send(_ state: RequirementState, on page: CandidatePage) -> NextStep {
        let words =
            switch state.state {
            case .expired: "Send a new one, because it has expired: \(state.name)"
            case .failed: "Send it again: \(state.name)"
            default: "Send: \(state.name)"
            }
        return NextStep(
            words: words,
            by: Deadline.words(for: state, on: page),
            address: "#r-\(state.code)",
            label: "Send a file"
        )
    }

    private static func workshop(on page: CandidatePage) -> [NextStep] {
        guard let ends = page.cohort.cohort.endsAt, ends > page.cohort.cohort.now,
            page.states.contains(where: { $0.kind == .workshopAttendance && !$0.isMet })
        else { return [] }
        return [
            NextStep(
                words: "Come to the workshop",
                by: CohortView(page.cohort.cohort).dates,
                address: "/cohorts/\(page.cohort.cohort.code)",
                label: "When and where"
            )
        ]
    }

    private static func skills(on page: CandidatePage) -> [NextStep] {
        let open = page.states.filter { $0.kind == .skillSignOff && !$0.isMet }
        let missing = open.map { $0.needed - $0.done }.reduce(0, +)
        guard let first = open.first, missing > 0 else { return [] }
        let words =
            missing == 1 ? "One skill is still to be signed off" : "\(missing) skills are still to be signed off"
        return [
            NextStep(
                words: words,
                by: Deadline.words(for: first, on: page),
                address: "#r-\(first.code)",
                label: "See which"
            )
        ]
    }

    private static func wait(_ state: RequirementState) -> NextStep {
        NextStep(
            words: "We look at what you sent: \(state.name). You need not do anything.",
            by: nil,
            address: "#r-\(state.code)",
            label: nil
        )
    }
}

/// By when something is to be done, in words; nil where nothing is asked any more.
enum Deadline {
    static func words(for state: RequirementState, on page: CandidatePage) -> String? {
        if let lastDay = state.lastDay, [.complete, .expired].contains(state.state) {
            let day = LocalClock.words(ofDay: lastDay)
            return state.state == .expired ? "It held until \(day)" : "Holds until \(day)"
        }
        guard !state.isMet else { return nil }
        let cohort = page.cohort.cohort
        switch state.kind {
        case .workshopAttendance, .skillSignOff:
            guard let ends = cohort.endsAt, ends > cohort.now else { return "The workshop is over; write to us" }
            return "At the workshop, \(CohortView(cohort).dates)"
        case .writtenExam, .practicalExam:
            let next = page.exams.first { $0.eligibility.exam == state.id }?.next
            if let latest = next?.latest, next?.obstacle != .last {
                return "All tries by \(LocalClock(cohort.timeZone).day(latest))"
            }
            return (state.detail?.retakes?.withinMonths).map { "All tries within \($0) months of the first" }
        case .document, .lesson, .caseStudy, .observationHours:
            let exam = page.exams.map(\.eligibility).first { $0.missing.contains { $0.id == state.id } }
            return exam.map { "Before you take: \($0.name)" } ?? "Before the decision on your certification"
        }
    }
}
