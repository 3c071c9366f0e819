import Crypto
import Foundation
import Postgres

extension Progress {
    /// What importing a table would do, by doing and undoing it; nothing is recorded.
    ///
    /// - Throws: `Refusal` of kind invalid that lists every bad cell at `file:line:column`.
    package func planImport(
        _ source: TableSource,
        into cohort: String,
        by actor: Actor
    ) async throws -> ProgressImportPlan {
        try actor.require(.recordProgress)
        try actor.requireName()
        let (file, key) = (try ProgressFile(source), secrets.idempotency)
        return try await store.write { connection in
            let plan = try connection.rehearse { try connection.record(file, into: cohort, key: key, by: actor) }
            try connection.keep(plan)
            return ProgressImportPlan(cohort: cohort.uppercased(), plan: plan, ignoredColumns: file.ignored)
        }
    }

    /// Records a table as planned, all or none.
    ///
    /// - Throws: `plan-changed` with what is different now, `plan-unknown`.
    package func applyImport(
        _ source: TableSource,
        into cohort: String,
        hash: String,
        by actor: Actor
    ) async throws -> ProgressImportPlan {
        try actor.require(.recordProgress)
        try actor.requireName()
        let (file, key) = (try ProgressFile(source), secrets.idempotency)
        return try await store.write { connection in
            let plan = try connection.record(file, into: cohort, key: key, by: actor)
            try connection.require(plan, is: hash)
            try connection.audit(
                "progress.import",
                "cohort",
                try connection.one("SELECT id FROM cohort WHERE code = \(cohort.uppercased())", as: Int.self),
                by: actor,
                ["cohort": cohort.uppercased(), "rows": String(file.rows.count), "plan": plan.hash]
            )
            return ProgressImportPlan(cohort: cohort.uppercased(), plan: plan, ignoredColumns: file.ignored)
        }
    }
}

extension Connection {
    fileprivate func record(
        _ file: ProgressFile,
        into code: String,
        key: SymmetricKey,
        by actor: Actor
    ) throws -> Plan<PlannedProgress> {
        let cohort = try progressCohort(code, locking: true, by: actor)
        let found = try find(file, in: cohort)
        for item in found where item.effect == .recorded {
            try write(item.row.entry, to: item.requirement.id, of: item.candidate.id, nil, by: actor)
        }
        let states = try requirements(of: Array(Set(found.map(\.candidate.id)))).mapValues { states in
            Dictionary(states.map { ($0.id, $0.state) }, uniquingKeysWith: { first, _ in first })
        }
        return try Plan(
            "progress.import",
            found.map {
                $0.planned(becomes: states[$0.candidate.id]?[$0.requirement.id] ?? $0.requirement.state, key: key)
            }
        )
    }

    /// Finds candidate and requirement of each row, or refuses with everything that is wrong in any.
    private func find(_ file: ProgressFile, in cohort: ProgressCohort) throws -> [FoundProgress] {
        let states = try requirements(of: cohort.candidates.map(\.id))
        let latest = try lastWords(on: cohort.candidates.map(\.id))
        var problems: [Refusal.Problem] = []
        var lines: [Said: Int] = [:]
        var found: [FoundProgress] = []
        for row in file.rows {
            do {
                let candidate = try cohort.candidate(row.candidate)
                try candidate.requirePresence()
                let requirement = try (states[candidate.id] ?? []).requirement(row.entry.requirement, in: cohort.code)
                try row.entry.check(against: requirement, today: cohort.today)
                try cohort.requireMayWaive(requirement, row.entry)
                let said = Said(row.entry, requirement.id, candidate.id)
                if let first = lines.updateValue(row.line, forKey: said.place) {
                    throw Refusal.invalid(
                        "candidate",
                        "Candidate \(candidate.number) has \(requirement.code) on line \(first) already; say it once."
                    )
                }
                found.append(
                    FoundProgress(
                        row: row,
                        candidate: candidate,
                        requirement: requirement,
                        effect: latest.contains(said) ? .again : .recorded
                    )
                )
            } catch let refusal as Refusal where refusal.kind == .invalid || refusal.kind == .conflict {
                let told = refusal.problems.isEmpty ? [.init("candidate", refusal.message)] : refusal.problems
                problems += told.map { problem in
                    let place = file.place(row.line, problem.field)
                    return .init(place, "\(place): \(problem.message)")
                }
            }
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return found
    }

    /// What was said last of each requirement and skill, and all hours that count.
    private func lastWords(on claims: [EnrollmentID]) throws -> Set<Said> {
        let rows: [Said] = try all(
            """
            SELECT DISTINCT ON (event.enrollment_id, event.requirement_id, event.skill, hours.of_day, hours.of_minutes)
                event.enrollment_id, event.requirement_id, event.kind, event.skill, event.minutes, event.done_on,
                event.valid_until, payload.body ->> 'note' AS note
            FROM unnest(\(claims)) AS claim (id)
            JOIN progress_event AS event ON event.enrollment_id = claim.id
            LEFT JOIN payload ON payload.id = event.payload_id
            CROSS JOIN LATERAL (
                SELECT
                    CASE WHEN event.minutes IS NOT NULL THEN event.done_on END AS of_day,
                    event.minutes AS of_minutes
            ) AS hours
            WHERE event.kind = 'reopened'
                OR event.id IN (SELECT counting.id FROM progress_that_counts(claim.id) AS counting)
            ORDER BY event.enrollment_id, event.requirement_id, event.skill, hours.of_day, hours.of_minutes, event.id DESC
            """
        )
        return Set(rows)
    }
}

/// Something said of somebody, so that the same is known again.
private struct Said: Decodable, Hashable {
    let enrollmentId: EnrollmentID
    let requirementId: RequirementID
    let kind: ProgressEntry.Kind?
    let skill: String?
    let minutes: Int?
    let doneOn: CalendarDate?
    let validUntil: CalendarDate?
    let note: String?

    /// What two rows of one table may not both speak of.
    var place: Said {
        Said(
            enrollmentId: enrollmentId,
            requirementId: requirementId,
            kind: nil,
            skill: skill,
            minutes: minutes,
            doneOn: minutes == nil ? nil : doneOn,
            validUntil: nil,
            note: nil
        )
    }
}

extension Said {
    init(_ entry: ProgressEntry, _ requirement: RequirementID, _ claim: EnrollmentID) {
        self.init(
            enrollmentId: claim,
            requirementId: requirement,
            kind: entry.kind,
            skill: entry.skills.first,
            minutes: entry.minutes,
            doneOn: entry.doneOn,
            validUntil: entry.validUntil,
            note: entry.note
        )
    }
}
