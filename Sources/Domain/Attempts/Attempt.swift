package import Foundation
import Postgres

/// One try at a written exam, online or on paper.
package struct Attempt: Codable, Sendable {
    package enum Kind: String, Codable, PostgresCodable, Sendable {
        case online, paper
    }

    /// How it ended.
    package enum Finish: String, Codable, PostgresCodable, Sendable {
        case submitted, scanned
        /// Its candidate was erased while it was under way.
        case erased
        case timeUp = "time_up"
    }

    package let id: AttemptID
    package let enrollmentId: EnrollmentID
    package let requirementId: RequirementID
    package let formId: ExamFormID
    /// Of the person's tries at this exam, from 1.
    package let number: Int
    package let kind: Kind
    /// Of the form's minutes.
    package let timePercent: Int
    package let shuffle: Int
    package let begunAt: Date
    package let endsAt: Date
    package let finishedAt: Date?
    package let finish: Finish?
    /// Of the form.
    let items: Int
    /// On the database's clock.
    let now: Date

    var isOpen: Bool { finishedAt == nil && now <= endsAt }
    /// Its time is up, and nobody has ended it yet.
    var isOverdue: Bool { finishedAt == nil && now > endsAt }

    static let query: SQL = """
        SELECT
            attempt.id, attempt.enrollment_id, attempt.requirement_id, attempt.form_id, attempt.number, attempt.kind,
            attempt.time_percent, attempt.shuffle, attempt.begun_at, attempt.ends_at, attempt.finished_at, attempt.finish,
            (SELECT count(*) FROM form_item WHERE form_item.form_id = attempt.form_id) AS items,
            registrar_clock() AS now
        FROM attempt

        """
}

package typealias AttemptID = Identifier<Attempt>

extension Connection {
    /// The last try of a claim at one of its exams.
    func latestAttempt(of claim: EnrollmentID, at requirement: RequirementID) throws -> Attempt? {
        try first(
            """
            \(Attempt.query)WHERE attempt.enrollment_id = \(claim) AND attempt.requirement_id = \(requirement)
            ORDER BY attempt.id DESC
            LIMIT 1
            """
        )
    }

    func attempt(_ id: AttemptID) throws -> Attempt? {
        try first("\(Attempt.query)WHERE attempt.id = \(id)")
    }
}
