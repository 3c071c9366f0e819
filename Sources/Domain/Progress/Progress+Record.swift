import Foundation
import Postgres

/// What was said of a candidate, and where they stand since.
package struct RecordedProgress: Sendable {
    package let candidate: Candidate
    package let before: RequirementState
    package let after: RequirementState
    /// Skills, or one for the whole.
    package let count: Int
    package let evidence: EvidenceID?
    /// False where it was only rehearsed.
    package let isRecorded: Bool
}

extension Progress {
    /// Says something of a requirement of one candidate, of all the skills named or of none.
    ///
    /// - Parameters:
    ///   - candidate: As staff type it: candidate number, enrollment number, or address.
    ///   - file: New evidence for it.
    ///   - isRehearsal: Whether it is undone after it was tried.
    /// - Throws: `not-your-cohort`, `waiver-not-yours`, and `Refusal` of kind invalid for what does not fit the requirement.
    package func record(
        _ entry: ProgressEntry,
        of candidate: String,
        in cohort: String,
        file: EvidenceFile? = nil,
        isRehearsal: Bool = false,
        by actor: Actor
    ) async throws -> RecordedProgress {
        try actor.require(.recordProgress)
        try actor.requireName()
        return try await store.write { connection in
            let act = { try connection.record(entry, of: candidate, in: cohort, file, isRecorded: !isRehearsal, actor) }
            return try isRehearsal ? connection.rehearse(act) : act()
        }
    }
}

extension Actor {
    /// Refuses whoever has no name: what is said of a candidate is said by somebody.
    func requireName() throws {
        guard staff == nil else { return }
        throw Refusal.forbidden("staff-only", "Progress is recorded by somebody with a name.")
    }
}

extension Connection {
    fileprivate func record(
        _ entry: ProgressEntry,
        of typed: String,
        in code: String,
        _ file: EvidenceFile?,
        isRecorded: Bool,
        _ actor: Actor
    ) throws -> RecordedProgress {
        let cohort = try progressCohort(code, locking: true, by: actor)
        let candidate = try cohort.candidate(typed)
        try candidate.requirePresence()
        let before = try requirements(of: candidate.id).requirement(entry.requirement, in: cohort.code)
        try entry.check(against: before, today: cohort.today)
        try cohort.requireMayWaive(before, entry)
        let evidence = try file.map { try add($0, to: before.id, of: candidate.id, by: actor) } ?? entry.evidence
        if file == nil, let evidence { try require(evidence, of: candidate) }
        try write(entry, to: before.id, of: candidate.id, evidence, by: actor)
        try audit(
            "progress.record",
            "enrollment",
            candidate.id.rawValue,
            by: actor,
            [
                "requirement": before.code, "kind": entry.kind.rawValue,
                "skills": entry.skills.isEmpty ? nil : entry.skills.joined(separator: " "),
                "minutes": entry.minutes.map(String.init), "valid_until": entry.validUntil.map { "\($0)" },
                "evidence": evidence.map { "\($0)" },
            ]
        )
        return RecordedProgress(
            candidate: candidate,
            before: before,
            after: try requirements(of: candidate.id).requirement(entry.requirement, in: cohort.code),
            count: max(1, entry.skills.count),
            evidence: evidence,
            isRecorded: isRecorded
        )
    }

    /// Writes an event for each skill, or one for the whole; a note is kept once for each, apart.
    func write(
        _ entry: ProgressEntry,
        to requirement: RequirementID,
        of claim: EnrollmentID,
        _ evidence: EvidenceID?,
        by actor: Actor
    ) throws {
        for skill in entry.skills.isEmpty ? [nil] : entry.skills.map(Optional.some) {
            let payload = try entry.note.map { try keep(["note": $0]) }
            try execute(
                """
                INSERT INTO progress_event (
                    enrollment_id, requirement_id, kind, skill, minutes, valid_until, evidence_id, done_on, staff_id,
                    operator_id, payload_id, digest
                )
                VALUES (\(claim), \(requirement), \(entry.kind), \(skill), \(entry.minutes), \(entry.validUntil),
                    \(evidence), \(entry.doneOn), \(actor.staff?.id), \(actor.staff?.operatorID), \(payload?.id),
                    \(payload?.digest))
                """
            )
        }
    }

    private func require(_ evidence: EvidenceID, of candidate: Candidate) throws {
        let isOwn: Bool = try one(
            "SELECT EXISTS (SELECT FROM evidence WHERE id = \(evidence) AND enrollment_id = \(candidate.id))"
        )
        guard !isOwn else { return }
        throw Refusal.invalid("evidence", "There is no evidence \(evidence) of candidate \(candidate.number).")
    }
}

extension Candidate {
    /// Nothing is recorded of who did not come.
    func requirePresence() throws {
        guard state == .noShow else { return }
        throw Refusal.conflict(
            "no-show",
            "Candidate \(number) did not come to the cohort; nothing is recorded of them."
        )
    }
}

extension [RequirementState] {
    /// The requirement of a code; otherwise the refusal names those that there are.
    func requirement(_ code: String, in cohort: String) throws -> RequirementState {
        if let found = first(where: { $0.code == code }) { return found }
        let known = map(\.code).joined(separator: ", ")
        throw Refusal.invalid("requirement", "\(cohort) has no requirement “\(code)”; it has \(known).")
    }
}
