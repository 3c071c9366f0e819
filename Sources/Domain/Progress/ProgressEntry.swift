package import Postgres

/// One thing to say of a requirement of a candidate.
package struct ProgressEntry: Sendable {
    package enum Kind: String, CaseIterable, Codable, PostgresCodable, Sendable {
        case submitted, completed, failed, waived, reopened

        /// As staff type it: `complete` or `completed`.
        package init?(typed: String) {
            let word = typed.lowercased()
            let found = Self.allCases.first { $0.rawValue == word || $0.verb == word }
            guard let found else { return nil }
            self = found
        }

        package var verb: String {
            switch self {
            case .submitted: "submit"
            case .completed: "complete"
            case .failed: "fail"
            case .waived: "waive"
            case .reopened: "reopen"
            }
        }
    }

    let requirement: String
    let kind: Kind
    /// By code; none is the whole.
    let skills: [String]
    let minutes: Int?
    let doneOn: CalendarDate?
    let validUntil: CalendarDate?
    let evidence: EvidenceID?
    let note: String?

    /// - Throws: `Refusal` of kind invalid for a waiver or a reopening without a reason, a note that is too long, and
    ///   minutes that are none.
    package init(
        _ kind: Kind,
        _ requirement: String,
        skills: [String] = [],
        minutes: Int? = nil,
        doneOn: CalendarDate? = nil,
        validUntil: CalendarDate? = nil,
        evidence: EvidenceID? = nil,
        note: String? = nil
    ) throws {
        let note = note.flatMap(\.trimmedOrNil)
        var problems: [Refusal.Problem] = []
        if kind == .waived || kind == .reopened, note == nil {
            problems.append(.init("note", "Say why it is \(kind.rawValue), with a note: the reason is kept with it."))
        }
        if let note, note.unicodeScalars.count > 1_000 || note.utf8.contains(0) {
            problems.append(.init("note", "A note has 1,000 characters at most."))
        }
        if let minutes, !(1...44_640).contains(minutes) {
            problems.append(
                .init("minutes", "Minutes are a whole number from 1 to 44640, a month; \(minutes) is none.")
            )
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        self.requirement = requirement.trimmed.lowercased()
        self.kind = kind
        self.skills = skills.map { $0.trimmed.uppercased() }
        self.minutes = minutes
        self.doneOn = doneOn
        self.validUntil = validUntil
        self.evidence = evidence
        self.note = note
    }
}

extension ProgressEntry {
    /// Refuses what does not fit the requirement; the database refuses it too, here it is said in words.
    func check(against asked: RequirementState, today: CalendarDate) throws {
        var problems: [Refusal.Problem] = []
        func report(_ field: String, _ words: String) { problems.append(.init(field, words)) }
        let detail = asked.detail
        let known = Set(detail?.skills?.map(\.code) ?? [])
        for skill in skills where !known.contains(skill) {
            report("skill", known.isEmpty ? "\(asked.code) has no skills." : "\(asked.code) has no skill \(skill).")
        }
        if Set(skills).count < skills.count { report("skill", "A skill of \(asked.code) is named twice.") }
        let isWord = [.submitted, .completed, .failed].contains(kind)
        if isWord, !known.isEmpty, skills.isEmpty {
            report("skill", "Name the skills of \(asked.code) that are \(kind.rawValue); it has \(known.count).")
        }
        if isWord, detail?.isToldByAttempts == true {
            report(
                "requirement",
                "\(asked.code) is told by attempts at the exam; it can only be waived or reopened here."
            )
        }
        if isWord, asked.kind == .workshopAttendance {
            report("requirement", "Say who came to which session: `registrar progress attend`.")
        }
        let counts = kind == .completed || kind == .submitted
        if minutes != nil, asked.kind != .observationHours || !counts {
            report("minutes", "\(asked.code) counts no minutes when it is \(kind.rawValue).")
        }
        if minutes == nil, kind == .completed, detail?.minutes != nil {
            report("minutes", "\(asked.code) counts minutes; say how many.")
        }
        checkDays(against: asked, today: today, report)
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
    }

    private func checkDays(
        against asked: RequirementState,
        today: CalendarDate,
        _ report: (_ field: String, _ words: String) -> Void
    ) {
        if let doneOn, doneOn > today { report("date", "\(doneOn) is still to come; today is \(today).") }
        guard let validUntil else {
            if kind == .completed, asked.detail?.expires == true {
                report("valid_until", "\(asked.code) expires; say the last day on which it holds.")
            }
            return
        }
        guard asked.kind == .document, kind == .completed || kind == .submitted else {
            return report("valid_until", "\(asked.code) has no last day when it is \(kind.rawValue).")
        }
        if validUntil < today {
            report("valid_until", "\(asked.name): it expired on \(validUntil); today is \(today).")
        }
    }
}
