import Foundation
import Postgres

/// A written exam as its candidate finds it before, during and after a try; it holds no key and no score.
package struct ExamEntrance: Sendable {
    package enum Door: Sendable {
        /// A try may begin now.
        case open
        /// Why none may.
        case shut(Refusal)
        /// A try is under way.
        case sitting(Attempt, answered: Int)
    }

    package let exam: String
    package let requirement: String
    package let candidate: CandidateNumber
    package let next: NextTry
    package let door: Door
    /// The last try that is over.
    package let last: Attempt?
    /// Of the form that comes next, or is under way.
    package let questions: Int
    /// As this candidate has them.
    package let minutes: Int
    package let timePercent: Int
    /// IANA zone the candidate reads times in.
    package let zone: String
}

extension Attempts {
    /// Looks at an exam; a try whose time is up ends now, and is scored.
    ///
    /// - Throws: `link-unknown`, `exam-unknown`, `person-erased`.
    package func entrance(link: String, requirement: String) async throws -> ExamEntrance {
        let claim = try claim(behind: link)
        return try await store.write { connection in
            let candidacy = try connection.candidacy(of: claim, requirement: requirement)
            try connection.endWhatIsOverdue(of: candidacy)
            return try connection.entrance(candidacy)
        }
    }
}

extension Connection {
    fileprivate func entrance(_ candidacy: Candidacy) throws -> ExamEntrance {
        let latest = try latestAttempt(of: candidacy.claim, at: candidacy.requirement)
        let next = try nextTry(of: candidacy.claim, at: candidacy.requirement)
        let form = try latest.flatMap { $0.isOpen ? try size(of: $0.formId) : nil } ?? nextForm(for: candidacy)
        let percent = latest.flatMap { $0.isOpen ? $0.timePercent : nil } ?? candidacy.timePercent
        return ExamEntrance(
            exam: candidacy.examName,
            requirement: candidacy.requirementCode,
            candidate: try candidateNumber(of: candidacy.claim),
            next: next,
            door: try door(candidacy, latest, next, hasForm: form != nil),
            last: latest.flatMap { $0.isOpen ? nil : $0 },
            questions: form?.items ?? 0,
            minutes: (form?.minutes ?? 0) * percent / 100,
            timePercent: percent,
            zone: candidacy.zone
        )
    }

    private func door(
        _ candidacy: Candidacy,
        _ latest: Attempt?,
        _ next: NextTry,
        hasForm: Bool
    ) throws -> ExamEntrance.Door {
        if let latest, latest.isOpen, candidacy.hasSeat { return .sitting(latest, answered: try answered(latest.id)) }
        do {
            try requireEntrance(candidacy, next, hasForm: hasForm)
            // Tried, and undone: it is dated and kept when it is used.
            _ = try rehearse { try recordEligibility(of: candidacy.claim, for: candidacy.requirement) }
            return .open
        } catch let refusal as Refusal where refusal.kind == .conflict {
            return .shut(refusal)
        }
    }

    /// - Throws: What stands against a try that begins now.
    func requireEntrance(_ candidacy: Candidacy, _ next: NextTry, hasForm: Bool) throws {
        try candidacy.requireSeat()
        let days = (try day(next.earliest, in: candidacy.zone), try day(next.latest, in: candidacy.zone))
        if let refusal = next.refusal(first: days.0, last: days.1) { throw refusal }
        let isSitting: Bool = try one(
            "SELECT EXISTS (SELECT FROM attempt WHERE enrollment_id = \(candidacy.claim) AND finished_at IS NULL)"
        )
        guard !isSitting else {
            throw Refusal.conflict("try-open", "Another exam is under way. Hand that one in first.")
        }
        guard hasForm else {
            throw Refusal.conflict(
                "no-form",
                "This exam is not ready to be sat yet. The institute will tell you when it is."
            )
        }
    }

    struct FormSize: Decodable {
        let id: ExamFormID
        let minutes: Int
        let items: Int
    }

    private func size(of form: ExamFormID) throws -> FormSize? {
        try first(
            """
            SELECT id, minutes, (SELECT count(*) FROM form_item WHERE form_item.form_id = exam_form.id) AS items
            FROM exam_form
            WHERE id = \(form)
            """
        )
    }

    /// Of the newest versions the form that the person sat least often, then by code.
    func nextForm(for candidacy: Candidacy) throws -> FormSize? {
        try first(
            """
            SELECT
                newest_form.id, newest_form.minutes,
                (SELECT count(*) FROM form_item WHERE form_item.form_id = newest_form.id) AS items
            FROM newest_form
            WHERE newest_form.exam_id = \(candidacy.examId)
            ORDER BY (
                SELECT count(*)
                FROM attempt
                JOIN exam_form ON exam_form.id = attempt.form_id
                JOIN enrollment ON enrollment.id = attempt.enrollment_id
                WHERE exam_form.exam_id = newest_form.exam_id
                    AND exam_form.code = newest_form.code
                    AND enrollment.person_id = (SELECT person_id FROM enrollment WHERE id = \(candidacy.claim))
            ), newest_form.code
            LIMIT 1
            """
        )
    }

    /// How many positions have an answer that counts.
    func answered(_ attempt: AttemptID) throws -> Int {
        try one(
            """
            SELECT count(*)
            FROM (
                SELECT DISTINCT ON (position) option
                FROM answer
                WHERE attempt_id = \(attempt) AND NOT is_late
                ORDER BY position, id DESC
            ) AS last
            WHERE option IS NOT NULL
            """
        )
    }
}
