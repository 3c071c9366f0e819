package import Foundation
import Postgres

/// Who came to one session, as it stands since somebody said so.
package struct SessionAttendance: Sendable {
    package struct Line: Sendable {
        package let candidate: Candidate
        /// nil: nobody said.
        package let came: Bool?
        /// Sessions that they came to, of all.
        package let sessions: RequirementState?
    }

    package let cohort: String
    package let session: Int
    package let startsAt: Date
    package let timeZone: String
    package let lines: [Line]
    package let isRecorded: Bool
}

/// Who came to a session and who did not; each as staff type a candidate.
package struct AttendanceEntry: Sendable {
    let came: [String]
    let absent: [String]
    /// Whether everybody who is not named came.
    let restCame: Bool

    package init(came: [String] = [], absent: [String] = [], restCame: Bool = false) {
        self.came = came
        self.absent = absent
        self.restCame = restCame
    }
}

extension Progress {
    /// Says who came to a session that has begun; said again, the last word counts.
    ///
    /// - Throws: `session-unknown`, `session-to-come`, and everybody unknown or named twice.
    package func attend(
        _ entry: AttendanceEntry,
        session number: Int,
        of code: String,
        isRehearsal: Bool = false,
        by actor: Actor
    ) async throws -> SessionAttendance {
        try actor.require(.recordProgress)
        try actor.requireName()
        return try await store.write { connection in
            let act = { try connection.attend(entry, number, of: code, isRecorded: !isRehearsal, actor) }
            return try isRehearsal ? connection.rehearse(act) : act()
        }
    }
}

extension Connection {
    fileprivate func attend(
        _ entry: AttendanceEntry,
        _ number: Int,
        of code: String,
        isRecorded: Bool,
        _ actor: Actor
    ) throws -> SessionAttendance {
        let cohort = try progressCohort(code, locking: true, by: actor)
        let session = try begunSession(number, of: cohort)
        let marks = try entry.resolve(in: cohort)
        let claims = marks.keys.sorted()
        try execute(
            """
            INSERT INTO session_attendance (enrollment_id, session_number, came, staff_id, operator_id)
            SELECT marked.enrollment_id, \(number), marked.came, \(actor.staff?.id), \(actor.staff?.operatorID)
            FROM unnest(\(claims), \(claims.map { marks[$0] ?? false })) AS marked (enrollment_id, came)
            """
        )
        let words = { (came: Bool) in claims.filter { marks[$0] == came }.map { "\($0)" }.joined(separator: " ") }
        try audit(
            "progress.attend",
            "cohort",
            cohort.id.rawValue,
            by: actor,
            ["cohort": cohort.code, "session": String(number), "came": words(true), "absent": words(false)]
        )
        let said = try attendance(at: number, of: cohort)
        let states = try requirements(of: cohort.candidates.map(\.id))
        return SessionAttendance(
            cohort: cohort.code,
            session: number,
            startsAt: session,
            timeZone: cohort.timeZone,
            lines: cohort.candidates.map { candidate in
                .init(
                    candidate: candidate,
                    came: said[candidate.id],
                    sessions: states[candidate.id]?.first { $0.kind == .workshopAttendance }
                )
            },
            isRecorded: isRecorded
        )
    }

    private func begunSession(_ number: Int, of cohort: ProgressCohort) throws -> Date {
        struct Found: Decodable {
            let number: Int
            let startsAt: Date
            let hasBegun: Bool
        }
        let sessions: [Found] = try all(
            """
            SELECT number, starts_at, starts_at <= registrar_clock() AS has_begun
            FROM session
            WHERE cohort_id = \(cohort.id)
            ORDER BY number
            """
        )
        guard let found = sessions.first(where: { $0.number == number }) else {
            throw Refusal.notFound(
                "session-unknown",
                "\(cohort.code) has \(sessions.count) sessions, and none \(number)."
            )
        }
        guard found.hasBegun else {
            throw Refusal.conflict(
                "session-to-come",
                "Session \(number) of \(cohort.code) has not begun; who came is said once it has."
            )
        }
        return found.startsAt
    }

    private func attendance(at number: Int, of cohort: ProgressCohort) throws -> [EnrollmentID: Bool] {
        struct Mark: Decodable {
            let enrollmentId: EnrollmentID
            let came: Bool
        }
        let marks: [Mark] = try all(
            """
            SELECT DISTINCT ON (enrollment_id) enrollment_id, came
            FROM session_attendance
            WHERE session_number = \(number) AND enrollment_id = ANY(\(cohort.candidates.map(\.id)))
            ORDER BY enrollment_id, id DESC
            """
        )
        return Dictionary(marks.map { ($0.enrollmentId, $0.came) }, uniquingKeysWith: { first, _ in first })
    }
}

extension AttendanceEntry {
    /// - Throws: `Refusal` of kind invalid that names everybody unknown or named twice.
    fileprivate func resolve(in cohort: ProgressCohort) throws -> [EnrollmentID: Bool] {
        var problems: [Refusal.Problem] = []
        var marks: [EnrollmentID: Bool] = [:]
        for (typed, didCome) in came.map({ ($0, true) }) + absent.map({ ($0, false) }) {
            do {
                let candidate = try cohort.candidate(typed)
                if marks.updateValue(didCome, forKey: candidate.id) != nil {
                    problems.append(.init("candidate", "Candidate \(candidate.number) is named twice; say it once."))
                }
            } catch let refusal as Refusal {
                problems += refusal.problems
            }
        }
        if restCame {
            for candidate in cohort.candidates where marks[candidate.id] == nil && candidate.state != .noShow {
                marks[candidate.id] = true
            }
        }
        if marks.isEmpty, problems.isEmpty {
            problems.append(.init("candidate", "Say who came: name candidates, or say that the rest came."))
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return marks
    }
}
