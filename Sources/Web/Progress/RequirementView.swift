import Domain
import Foundation

/// One requirement on a candidate's page: its state, its skills by tier, what was sent, and a form to send more.
struct RequirementView: Sendable {
    struct Skill: Sendable {
        let name: String
        let isDone: Bool
        let isFailed: Bool
    }

    struct Tier: Sendable {
        let title: String
        let count: String
        let skills: [Skill]
    }

    struct File: Sendable {
        let name: String
        let size: String
        let sent: String
        let isWaiting: Bool
    }

    /// The form; its fields by what the requirement counts.
    struct Upload: Sendable {
        let action: String
        let code: String
        let summary: String
        let isDocument: Bool
        let isHours: Bool
        let isOpen: Bool
        let error: String?
        let describedBy: String
    }

    let code: String
    /// nil where the module's own name says it.
    let title: String?
    let state: String
    let tone: String
    /// By when, or for how long.
    let by: String?
    /// What opens the skills; nil where there are none.
    let checklist: String?
    let tiers: [Tier]
    let files: [File]
    let hasFiles: Bool
    let upload: Upload?

    init(_ state: RequirementState, on page: CandidatePage, token: String, trouble: ProgressView.Trouble?) {
        code = state.code
        title = state.name == state.moduleName ? nil : state.name
        self.state = state.words
        tone = state.tone
        by = Deadline.words(for: state, on: page)
        let skills = state.detail?.skills?.count ?? 0
        checklist = skills > 0 ? "The \(skills == 1 ? "skill" : "\(skills) skills"), tier by tier" : nil
        tiers = Self.tiers(of: state, on: page)
        let clock = LocalClock(page.cohort.cohort.timeZone)
        files = page.evidence.filter { $0.requirement == state.code }.map {
            File(
                name: $0.name ?? "File \($0.id)",
                size: Self.size($0.size),
                sent: clock.day($0.at),
                isWaiting: $0.isWaiting
            )
        }
        hasFiles = !files.isEmpty
        let isTroubled = trouble?.requirement == state.code
        upload =
            state.takesEvidence && page.claimState != .noShow
            ? Upload(
                action: "/progress/\(token)/evidence",
                code: state.code,
                summary: files.isEmpty && !state.isMet ? "Send a file" : "Send another file",
                isDocument: state.kind == .document,
                isHours: state.kind == .observationHours,
                isOpen: isTroubled,
                error: isTroubled ? trouble?.message : nil,
                describedBy: (isTroubled ? "\(state.code)-error " : "") + "\(state.code)-hint"
            ) : nil
    }

    private static func tiers(of state: RequirementState, on page: CandidatePage) -> [Tier] {
        let skills = state.detail?.skills ?? []
        return [1, 2, 3].compactMap { tier in
            let views = skills.filter { $0.tier == tier }.map { skill in
                let word = page.word(on: skill.code, of: state.id)
                return Skill(
                    name: skill.name,
                    isDone: state.state == .waived || word == .completed || word == .waived,
                    isFailed: state.state != .waived && word == .failed
                )
            }
            guard !views.isEmpty else { return nil }
            return Tier(
                title: "Tier \(tier)",
                count: "\(views.count(where: \.isDone)) of \(views.count)",
                skills: views
            )
        }
    }

    private static func size(_ octets: Int) -> String {
        octets < 1_024 ? "\(octets) octets" : Problem.size(octets)
    }
}

extension RequirementState {
    /// The state as the candidate reads it.
    var words: String {
        switch state {
        case .complete: isExam ? "Passed" : "Complete"
        case .waived: "Not asked of you"
        case .submitted: isExam ? "Under way" : "Being looked at"
        case .failed: isExam ? "Not passed yet" : kind == .workshopAttendance ? "You did not come" : "To be done again"
        case .expired: "Expired"
        case .incomplete: partly ?? "Still to do"
        }
    }

    /// “5 of 8 skills”, once something is done.
    private var partly: String? {
        guard done > 0, needed > 1 else { return nil }
        return switch kind {
        case .skillSignOff: "\(done) of \(needed) skills"
        case .observationHours: "\(done) of \(needed) minutes"
        case .workshopAttendance: "\(done) of \(needed) sessions"
        default: nil
        }
    }

    var tone: String {
        switch state {
        case .complete, .waived: "good"
        case .submitted: "waiting"
        case .failed, .expired: "bad"
        case .incomplete: "open"
        }
    }
}
