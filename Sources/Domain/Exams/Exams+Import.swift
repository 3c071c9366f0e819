import Foundation
import Postgres

extension Exams {
    /// What importing these files would do; nothing is changed.
    ///
    /// - Throws: `Refusal` of kind invalid with every problem at `file:line:column`.
    package func plan(_ files: [ExamFile.Source], by actor: Actor) async throws -> ExamImportPlan {
        try actor.require(.examine)
        let exams = try ExamFile.read(files)
        return try await store.write { connection in
            let made = try connection.planImport(of: exams, seal)
            try connection.keep(made.plan)
            return made.import
        }
    }

    /// Imports the files as planned, all or none; a form that somebody sat stays as it is.
    ///
    /// - Throws: `plan-changed` with what is different now, `plan-unknown`.
    package func apply(_ files: [ExamFile.Source], hash: String, by actor: Actor) async throws -> ExamImportPlan {
        try actor.require(.examine)
        guard let author = actor.staff else {
            throw Refusal.forbidden("staff-only", "Items and keys come from somebody with a name.")
        }
        let exams = try ExamFile.read(files)
        return try await store.write { connection in
            // 1. One import at a time, and nobody sits a form for the first time meanwhile.
            try connection.execute("LOCK TABLE exam IN SHARE ROW EXCLUSIVE MODE")
            try connection.execute(
                """
                SELECT
                FROM exam_form
                JOIN exam ON exam.id = exam_form.exam_id
                WHERE exam.code = ANY(\(exams.map(\.code)))
                ORDER BY exam_form.id
                FOR UPDATE OF exam_form
                """
            )
            // 2. The plan again, over what is locked now.
            let made = try connection.planImport(of: exams, seal)
            try connection.require(made.plan, is: hash)
            // 3. As planned.
            for (exam, versions) in zip(exams, made.versions) {
                let outcomes = made.plan.outcomes.filter { $0.exam == exam.code }
                guard outcomes.contains(where: { $0.change != .same }) else { continue }
                let id = try connection.put(exam, outcomes, versions, by: author)
                try connection.audit("exam.import", "exam", id.rawValue, by: actor, outcomes.audited(plan: hash))
            }
            return made.import
        }
    }
}

private struct MadePlan {
    let plan: Plan<ExamOutcome>
    let hints: [Refusal.Problem]
    /// For each exam, of each item the version that counts afterwards.
    let versions: [[String: Int]]

    var `import`: ExamImportPlan { ExamImportPlan(plan: plan, hints: hints) }
}

extension [ExamOutcome] {
    /// Codes and numbers: what the audit keeps.
    fileprivate func audited(plan: String) -> [String: String] {
        var details = ["exam": first?.exam ?? "", "plan": plan.lowercased()]
        for kind in [ExamOutcome.Kind.item, .form] {
            let changed = filter { $0.kind == kind && $0.change != .same }.map { "\($0.code) \($0.version)" }
            if !changed.isEmpty { details["\(kind.rawValue)s"] = changed.joined(separator: ", ") }
        }
        return details
    }
}

extension Connection {
    fileprivate func planImport(of exams: [ExamFile], _ seal: ItemSeal) throws -> MadePlan {
        let comparisons = try exams.map { try ExamComparison($0, over: storedExam($0.code), seal: seal) }
        let problems = comparisons.flatMap(\.problems)
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return MadePlan(
            plan: try Plan("exam.import", comparisons.flatMap(\.outcomes)),
            hints: comparisons.flatMap(\.hints),
            versions: comparisons.map(\.versions)
        )
    }

    fileprivate func put(
        _ exam: ExamFile,
        _ outcomes: [ExamOutcome],
        _ versions: [String: Int],
        by author: StaffMember
    ) throws -> ExamID {
        let id: ExamID = try one(
            """
            INSERT INTO exam (code, name)
            VALUES (\(exam.code), \(exam.name))
            ON CONFLICT (code) DO UPDATE
            SET name = excluded.name
            RETURNING id
            """
        )
        let changed = { (kind: ExamOutcome.Kind) in
            Set(outcomes.filter { $0.kind == kind && $0.change != .same }.map(\.code))
        }
        let items = changed(.item)
        for item in exam.items where items.contains(item.code) {
            try put(item, version: versions[item.code] ?? 1, in: id, by: author)
        }
        for form in exam.forms where changed(.form).contains(form.code) {
            guard let outcome = outcomes.first(where: { $0.kind == .form && $0.code == form.code }) else { continue }
            try put(form, outcome, versions, in: id)
        }
        return id
    }

    private func put(_ item: ExamFile.Item, version: Int, in exam: ExamID, by author: StaffMember) throws {
        let id: ExamItemID = try one(
            """
            INSERT INTO item (exam_id, code, version, area, options, digest, is_pretest)
            VALUES (\(exam), \(item.code), \(version), \(item.area), \(item.options.count), \(item.wordsDigest),
                \(item.isPretest))
            RETURNING id
            """
        )
        try asExaminer {
            try execute("INSERT INTO item_text (item_id, stem, options) VALUES (\(id), \(item.stem), \(item.options))")
            try execute(
                """
                INSERT INTO item_key (item_id, version, option, staff_id, operator_id)
                VALUES (\(id), 1, \(item.key), \(author.id), \(author.operatorID))
                """
            )
        }
    }

    private func put(_ form: ExamFile.Form, _ outcome: ExamOutcome, _ versions: [String: Int], in exam: ExamID) throws {
        let id: ExamFormID
        if outcome.change == .replaces {
            id = try one(
                """
                UPDATE exam_form
                SET minutes = \(form.minutes), cut_hundredths = \(form.cutHundredths), cut_method = \(form.cutMethod),
                    cut_study = \(JSONB(form.cutStudy)), digest = \(form.digest(versions))
                WHERE exam_id = \(exam) AND code = \(form.code) AND version = \(outcome.version)
                RETURNING id
                """
            )
            try execute("DELETE FROM form_item WHERE form_id = \(id)")
        } else {
            id = try one(
                """
                INSERT INTO exam_form (exam_id, code, version, minutes, cut_hundredths, cut_method, cut_study, digest)
                VALUES (\(exam), \(form.code), \(outcome.version), \(form.minutes), \(form.cutHundredths),
                    \(form.cutMethod), \(JSONB(form.cutStudy)), \(form.digest(versions)))
                RETURNING id
                """
            )
        }
        let codes = form.entries.map(\.item)
        try execute(
            """
            INSERT INTO form_item (form_id, position, item_id, is_scored)
            SELECT \(id), entry.position, item.id, entry.is_scored
            FROM unnest(\(codes), \(codes.map { versions[$0] ?? 0 }), \(form.entries.map(\.isScored)))
                WITH ORDINALITY AS entry (code, version, is_scored, position)
            JOIN item ON item.exam_id = \(exam) AND item.code = entry.code AND item.version = entry.version
            """
        )
    }
}
