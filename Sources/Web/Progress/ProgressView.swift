import Domain
import Foundation

/// Where a candidate stands, module by module, as their page shows it.
struct ProgressView: Sendable {
    /// What could not be taken, and where it was to go.
    struct Trouble: Sendable {
        let message: String
        /// The code of the requirement.
        let requirement: String

        init(_ refusal: Refusal, at requirement: String) {
            message = refusal.message
            self.requirement = requirement
        }
    }

    let program: String
    let cohort: String
    let cohortAddress: String
    let dates: String
    let name: String
    let number: String?
    let isSample: Bool
    let nextTitle: String
    let summary: String
    let ring: ProgressRing
    let verdict: Verdict?
    let steps: [NextStep]
    let hasSteps: Bool
    /// Where their exams' results are, once there is one.
    let results: String?
    let modules: [ModuleView]
    let trouble: String?

    init(_ page: CandidatePage, token: String, trouble: Trouble? = nil) {
        let cohort = CohortView(page.cohort.cohort)
        program = cohort.program
        self.cohort = cohort.code
        cohortAddress = cohort.address
        dates = cohort.dates
        name = page.name.rawValue
        number = page.number.map { "\($0)" }
        isSample = cohort.isSample
        let modules = ModuleView.all(of: page, token: token, trouble: trouble)
        let done = modules.count(where: \.isDone)
        summary =
            done == modules.count ? "All modules are complete." : "\(done) of \(modules.count) modules are complete."
        ring = ProgressRing(done: done, of: modules.count)
        verdict = Verdict(page)
        steps = NextStep.all(of: page, token: token)
        hasSteps = !steps.isEmpty
        nextTitle = hasSteps ? "What comes next" : "Where you stand"
        results = page.hasResults ? "/progress/\(token)/results" : nil
        self.modules = modules
        self.trouble = trouble?.message
    }
}

/// A share as a ring, drawn in a viewBox whose circle is 100 long.
struct ProgressRing: Sendable {
    let percent: Int
    let words: String

    init(done: Int, of all: Int) {
        percent = all == 0 ? 0 : min(100, done * 100 / all)
        words = "\(done) of \(all)"
    }
}

struct ModuleView: Sendable {
    let code: String
    let name: String
    let isDone: Bool
    let ring: ProgressRing
    let requirements: [RequirementView]

    /// The modules of a program in its order.
    static func all(of page: CandidatePage, token: String, trouble: ProgressView.Trouble?) -> [ModuleView] {
        let byPosition = Dictionary(grouping: page.states, by: \.modulePosition)
        return byPosition.sorted { $0.key < $1.key }.compactMap { _, states in
            guard let first = states.first else { return nil }
            // Skills and sessions count one by one, hours as a whole.
            let parts = states.map { state -> (done: Int, needed: Int) in
                let isCounted = state.kind == .skillSignOff || state.kind == .workshopAttendance
                guard isCounted, state.needed > 1, !state.isMet else {
                    let needed = isCounted ? max(1, state.needed) : 1
                    return (state.isMet ? needed : 0, needed)
                }
                return (state.done, state.needed)
            }
            return ModuleView(
                code: first.module,
                name: first.moduleName,
                isDone: states.allSatisfy(\.isMet),
                ring: ProgressRing(done: parts.map(\.done).reduce(0, +), of: parts.map(\.needed).reduce(0, +)),
                requirements: states.map { RequirementView($0, on: page, token: token, trouble: trouble) }
            )
        }
    }
}
