import Foundation
import Postgres

extension Attempts {
    /// Begins a try; while one is under way, begins nothing and answers that one.
    ///
    /// - Throws: What the retake policy and eligibility refuse: `exam-passed`, `try-too-early`, `no-try-left`,
    ///   `try-too-late`, `try-open`, `not-eligible`; `no-form`.
    package func begin(link: String, requirement: String) async throws -> Attempt {
        let claim = try claim(behind: link)
        return try await store.write { connection in
            // 1. The locks, then the time.
            try connection.lockTries(of: [claim])
            let candidacy = try connection.candidacy(of: claim, requirement: requirement)
            try connection.endWhatIsOverdue(of: candidacy)
            try connection.execute("SELECT freeze_clock()")
            if let latest = try connection.latestAttempt(of: claim, at: candidacy.requirement), latest.isOpen {
                return latest
            }
            // 2. The rules; the database has the last word on each.
            let form = try connection.lockedForm(for: candidacy)
            let next = try connection.nextTry(of: claim, at: candidacy.requirement)
            try connection.requireEntrance(candidacy, next, hasForm: form != nil)
            guard let form else { throw Unready() }
            let eligibility = try connection.recordEligibility(of: claim, for: candidacy.requirement)
            // 3. The try, and whoever ends it.
            let id: AttemptID = try connection.one(
                """
                INSERT INTO attempt (
                    enrollment_id, requirement_id, form_id, eligibility_id, number, kind, time_percent, shuffle, begun_at,
                    ends_at
                )
                SELECT \(claim), \(candidacy.requirement), \(form.id), \(eligibility), \(next.number), 'online',
                    \(candidacy.timePercent), \(Int.random(in: .min ... .max)), clock.now,
                    clock.now + interval '1 second' * (60 * \(form.minutes) * \(candidacy.timePercent) / 100)
                FROM (SELECT registrar_clock() AS now) AS clock
                RETURNING id
                """
            )
            try connection.execute(
                """
                INSERT INTO job (kind, enrollment_id, attempt_id, run_at)
                SELECT \(Job.finishing), enrollment_id, id, ends_at + interval '1 second'
                FROM attempt
                WHERE id = \(id)
                """
            )
            guard let attempt = try connection.attempt(id) else { throw Unready() }
            return attempt
        }
    }

    private struct Unready: Error {}
}

extension Connection {
    /// The form that comes next, under the lock that an import of forms waits for.
    fileprivate func lockedForm(for candidacy: Candidacy) throws -> FormSize? {
        guard let form = try nextForm(for: candidacy) else { return nil }
        try execute("SELECT FROM exam_form WHERE id = \(form.id) FOR UPDATE")
        // What was read before the lock may be stale.
        return try nextForm(for: candidacy)
    }
}
