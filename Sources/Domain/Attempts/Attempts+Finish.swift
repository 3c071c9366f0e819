import Foundation
import Postgres

extension Job {
    /// The kind of a job that ends an attempt whose time is up.
    package static let finishing = "exam.finish"
}

extension Attempts {
    /// Hands a try in; done twice, the second time changes nothing.
    ///
    /// - Throws: `no-try` where nothing was begun.
    package func submit(_ attempt: AttemptID? = nil, link: String, requirement: String) async throws -> Attempt {
        let claim = try claim(behind: link)
        return try await store.write { connection in
            let candidacy = try connection.candidacy(of: claim, requirement: requirement)
            try candidacy.requireSeat()
            guard let latest = try connection.latestAttempt(of: claim, at: candidacy.requirement) else {
                throw Self.noTry
            }
            // A page of an earlier try ends no later one.
            guard latest.id == attempt ?? latest.id else { return latest }
            return try connection.end(latest.id, early: true) ?? latest
        }
    }

    /// Ends the attempt of a job, if its time is up and nobody ended it yet.
    package func finish(_ job: Job) async throws {
        try await store.write { connection in
            let id: AttemptID? = try connection.first(
                "SELECT attempt_id FROM job WHERE id = \(job.id) AND attempt_id IS NOT NULL"
            )
            if let id { _ = try connection.end(id, early: false) }
        }
    }

    static let noTry = Refusal.conflict("no-try", "No try at this exam was begun. Open it from your page, and begin.")
}

extension Connection {
    func endWhatIsOverdue(of candidacy: Candidacy) throws {
        let overdue: [AttemptID] = try all(
            """
            SELECT id
            FROM attempt
            WHERE enrollment_id = \(candidacy.claim) AND finished_at IS NULL AND ends_at < registrar_clock()
            """
        )
        for id in overdue { _ = try end(id, early: false) }
    }

    /// Ends what an erased person is sitting, as its time is up or now; it is scored by what was answered, as any other.
    func endSittings(of claims: [EnrollmentID]) throws {
        let open: [AttemptID] = try all(
            "SELECT id FROM attempt WHERE enrollment_id = ANY(\(claims)) AND finished_at IS NULL ORDER BY id"
        )
        for id in open { _ = try end(id, early: true, as: .erased) }
    }

    /// Ends an attempt whose time is up, at the end of its time, or one that is handed in before, now; then it is scored.
    ///
    /// - Parameter finish: How it ends where its time is not up.
    /// - Returns: nil where there was nothing to end.
    func end(_ id: AttemptID, early: Bool, as finish: Attempt.Finish = .submitted) throws -> Attempt? {
        // Whoever is saving an answer in time holds the row shared: it is there before the score is made.
        try execute("SELECT FROM attempt WHERE id = \(id) FOR UPDATE")
        guard let attempt = try attempt(id), attempt.finishedAt == nil, early || attempt.isOverdue else { return nil }
        let isOverdue = attempt.isOverdue
        try execute(
            """
            UPDATE attempt
            SET finished_at = CASE WHEN \(isOverdue) THEN ends_at ELSE registrar_clock() END,
                finish = \(isOverdue ? Attempt.Finish.timeUp : finish)
            WHERE id = \(id)
            """
        )
        try scoreAndTell(id, attempt.enrollmentId)
        return try self.attempt(id)
    }

    /// The score, and a mail that says it is there.
    func scoreAndTell(_ id: AttemptID, _ claim: EnrollmentID) throws {
        try score(id)
        try enqueue(.examResult, to: [claim])
    }
}
