import Foundation
import Postgres

extension Attempts {
    /// What importing the sheets would do, by doing and undoing it; nothing is recorded.
    ///
    /// - Throws: `Refusal` of kind invalid with every fault at `file:line:column`; `exam-unknown`, `form-unknown`.
    package func planPaper(_ request: PaperRequest, by actor: Actor) async throws -> PaperPlan {
        try actor.require(.examine)
        let seal = ItemSeal(key: secrets.items)
        return try await store.write { connection in
            let form = try connection.paperForm(request)
            let file = try PaperFile(request.source, form: form.places)
            let plan = try connection.rehearse { try connection.record(file, on: form, request, seal) }
            try connection.keep(plan)
            return PaperPlan(form: form.words, plan: plan, ignoredColumns: file.ignored)
        }
    }

    /// Records the sheets as planned, all or none; each becomes an attempt with its score.
    ///
    /// - Throws: `plan-changed` with what is different now, `plan-unknown`.
    package func applyPaper(_ request: PaperRequest, hash: String, by actor: Actor) async throws -> PaperPlan {
        try actor.require(.examine)
        let seal = ItemSeal(key: secrets.items)
        return try await store.write { connection in
            let form = try connection.paperForm(request)
            let file = try PaperFile(request.source, form: form.places)
            let plan = try connection.record(file, on: form, request, seal)
            try connection.require(plan, is: hash)
            let about = [
                "form": form.words, "plan": plan.hash, "sheets": "\(plan.outcomes.count)", "day": "\(request.day)",
            ]
            try connection.audit("exam.paper", "exam_form", form.id.rawValue, by: actor, about)
            return PaperPlan(form: form.words, plan: plan, ignoredColumns: file.ignored)
        }
    }
}

private struct PaperForm {
    let id: ExamFormID
    let words: String
    let places: [PaperFile.Place]
}

extension Connection {
    fileprivate func paperForm(_ request: PaperRequest) throws -> PaperForm {
        let exam = try exam(request.exam)
        let all = try forms(of: exam.id)
        let form = all.first { $0.code == request.form && ($0.version == request.version ?? $0.version) }
        guard let form else {
            let known = Set(all.map(\.code)).sorted().joined(separator: ", ")
            let asked = request.version.map { "\(request.form) in version \($0)" } ?? request.form
            throw Refusal.notFound(
                "form-unknown",
                "\(exam.code) has no form \(asked); it has \(known.isEmpty ? "none" : known)."
            )
        }
        let places: [PaperFile.Place] = try self.all(
            """
            SELECT form_item.position, item.code, item.options
            FROM form_item
            JOIN item ON item.id = form_item.item_id
            WHERE form_item.form_id = \(form.id)
            ORDER BY form_item.position
            """
        )
        return PaperForm(id: form.id, words: "\(exam.code) \(form.code) version \(form.version)", places: places)
    }

    /// Records each sheet, or lists what stands against all that cannot be.
    fileprivate func record(
        _ file: PaperFile,
        on form: PaperForm,
        _ request: PaperRequest,
        _ seal: ItemSeal
    ) throws -> Plan<PlannedPaper> {
        var problems: [Refusal.Problem] = []
        var outcomes: [PlannedPaper] = []
        var claims: [CandidateNumber: EnrollmentID] = [:]
        for sheet in file.sheets { claims[sheet.number] = try claim(of: sheet.number) }
        try lockTries(of: Array(claims.values))
        try execute("SELECT FROM exam_form WHERE id = \(form.id) FOR UPDATE")
        for sheet in file.sheets {
            do {
                guard let claim = claims[sheet.number] else { throw Attempts.unknown(sheet.number) }
                let number = try record(sheet, of: claim, on: form, request)
                outcomes.append(
                    PlannedPaper(
                        line: sheet.line,
                        candidate: sheet.number,
                        number: number,
                        answered: sheet.options.count { $0 != nil },
                        blank: sheet.options.count { $0 == nil },
                        seal: try seal(sheet.options)
                    )
                )
            } catch let refusal as Refusal {
                let place = "\(request.source.name):\(sheet.line):1"
                problems.append(.init(place, "\(place): candidate \(sheet.number): \(refusal.message)"))
            }
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return try Plan("exam.paper", outcomes)
    }

    private func record(
        _ sheet: PaperFile.Sheet,
        of claim: EnrollmentID,
        on form: PaperForm,
        _ request: PaperRequest
    ) throws -> Int {
        // 1. When it was written, and whether that was allowed.
        let requirement: String? = try first(
            """
            SELECT requirement.code
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            JOIN requirement ON requirement.program_version_id = cohort.program_version_id
            WHERE enrollment.id = \(claim) AND requirement.detail ->> 'exam' = \(request.exam)
            """
        )
        guard let requirement else {
            throw Refusal.conflict("exam-not-theirs", "Their program does not ask for \(request.exam).")
        }
        let candidacy = try candidacy(of: claim, requirement: requirement)
        try endWhatIsOverdue(of: candidacy)
        let written = try written(on: request.day, of: claim, in: candidacy.zone)
        try requireEntrance(candidacy, nextTry(of: claim, at: candidacy.requirement, on: written), hasForm: true)
        let eligibility = try recordEligibility(of: claim, for: candidacy.requirement)
        // 2. The attempt with its answers, over as soon as it is there.
        struct Begun: Decodable {
            let id: AttemptID
            let number: Int
        }
        let begun: Begun = try one(
            """
            INSERT INTO attempt (
                enrollment_id, requirement_id, form_id, eligibility_id, number, kind, shuffle, begun_at, ends_at
            )
            VALUES (\(claim), \(candidacy.requirement), \(form.id), \(eligibility), 1, 'paper', 0, \(written), \(written))
            RETURNING id, number
            """
        )
        try execute(
            """
            INSERT INTO answer (attempt_id, position, option, is_late)
            SELECT \(begun.id), given.position, given.option, false
            FROM unnest(\(form.places.map(\.position)), \(sheet.options)) AS given (position, option)
            WHERE given.option IS NOT NULL
            ORDER BY given.position
            """
        )
        try execute("UPDATE attempt SET finished_at = registrar_clock(), finish = 'scanned' WHERE id = \(begun.id)")
        try scoreAndTell(begun.id, claim)
        return begun.number
    }

    /// Noon of the day, or now while it is still before that.
    private func written(on day: CalendarDate, of claim: EnrollmentID, in zone: String) throws -> Date {
        let moment: Date? = try first(
            """
            SELECT least(\(day)::timestamp + interval '12 hours', registrar_clock() AT TIME ZONE \(zone)) AT TIME ZONE \(zone)
            WHERE \(day)::date <= (registrar_clock() AT TIME ZONE \(zone))::date
            """
        )
        guard let moment else {
            throw Refusal.conflict(
                "day-to-come",
                "\(day) is still to come; the day is the one on which it was written."
            )
        }
        let isBeforeTheSeat: Bool = try one("SELECT \(moment) < reserved_at FROM enrollment WHERE id = \(claim)")
        guard !isBeforeTheSeat else {
            throw Refusal.conflict(
                "day-too-early",
                "On \(day) they had no seat yet; the day is the one on which it was written."
            )
        }
        return moment
    }
}
