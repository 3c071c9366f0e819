import Postgres

/// Somebody with a seat in a cohort, as those who record their progress see them: examiners see the number alone.
package struct Candidate: Codable, Sendable {
    package let id: EnrollmentID
    package let number: CandidateNumber
    /// nil for whoever is not to know it.
    package let name: PersonName?
    package let email: EmailAddress?
    package let state: Enrollment.State
    package let seatNumber: Int?

    /// `1234567, Ada Lovelace`
    package var words: String { "\(number)" + (name.map { ", \($0.rawValue)" } ?? "") }
}

/// A cohort whose progress somebody may see and record.
struct ProgressCohort {
    let id: CohortID
    let code: String
    let timeZone: String
    /// In the cohort's zone.
    let today: CalendarDate
    /// Whether they may know who a candidate is.
    let seesNames: Bool
    /// Whether they teach it, under whichever account of theirs or through whom they act.
    let isTaught: Bool
    /// Whether they are of the office, which runs cohorts.
    let isOfOffice: Bool
    let candidates: [Candidate]

    /// The candidate that somebody typed: by candidate number, by the number of the enrollment, or by address.
    func candidate(_ typed: String) throws -> Candidate {
        let typed = typed.trimmed
        let unknown = Refusal.invalid(
            "candidate",
            "“\(typed)” is no candidate of \(code); `registrar progress show \(code)` shows who is."
        )
        if let number = Int(typed) {
            let found =
                candidates.first { $0.number.rawValue == number } ?? candidates.first { $0.id.rawValue == number }
            guard let found else { throw unknown }
            return found
        }
        guard seesNames else {
            throw Refusal.invalid("candidate", "Examiners name a candidate by number; “\(typed)” is none.")
        }
        guard let email = try? EmailAddress(typed: typed), let found = candidates.first(where: { $0.email == email })
        else { throw unknown }
        return found
    }

    /// Skills and exams are waived by the office, and by nobody who teaches the cohort; the database refuses the latter too.
    ///
    /// - Throws: `waiver-not-yours`.
    func requireMayWaive(_ requirement: RequirementState, _ entry: ProgressEntry) throws {
        guard entry.kind == .waived, requirement.kind == .skillSignOff || requirement.isExam else { return }
        guard !isOfOffice || isTaught else { return }
        let able = Duty.runCohorts.roles.map(\.rawValue).sorted().joined(separator: " or ")
        throw Refusal.forbidden(
            "waiver-not-yours",
            """
            \(requirement.name) is waived by an \(able) who does not teach \(code): skills and exams are waived by \
            nobody who teaches or examines.
            """
        )
    }
}

extension Connection {
    /// A cohort with its candidates by seat, for whoever may record their progress: an instructor only their own cohorts.
    ///
    /// - Parameter locking: Whether the candidates' claims are held still first.
    /// - Throws: `cohort-unknown`, `not-your-cohort`.
    func progressCohort(_ code: String, locking: Bool = false, by actor: Actor) throws -> ProgressCohort {
        struct Found: Decodable {
            let id: CohortID
            let code: String
            let timeZone: String
            let today: CalendarDate
            let isTaughtByActor: Bool
            let isTaughtByHuman: Bool
        }
        try actor.require(.recordProgress)
        let code = code.uppercased()
        let found: Found? = try first(
            """
            SELECT
                cohort.id, cohort.code, cohort.time_zone,
                (registrar_clock() AT TIME ZONE cohort.time_zone)::date AS today,
                EXISTS (
                    SELECT
                    FROM cohort_instructor
                    WHERE cohort_instructor.cohort_id = cohort.id AND cohort_instructor.staff_id = \(actor.staff?.id)
                ) AS is_taught_by_actor,
                EXISTS (
                    SELECT
                    FROM cohort_instructor
                    WHERE cohort_instructor.cohort_id = cohort.id
                        AND (
                            is_same_human(cohort_instructor.staff_id, \(actor.staff?.id))
                            OR is_same_human(cohort_instructor.staff_id, \(actor.staff?.operatorID))
                        )
                ) AS is_taught_by_human
            FROM cohort
            WHERE cohort.code = \(code)
            """
        )
        guard let found else { throw Refusal.cohortUnknown(code) }
        let roles = Set(actor.staff?.roles ?? StaffMember.Role.allCases)
        guard found.isTaughtByActor || !roles.isDisjoint(with: [.owner, .registrar, .examiner]) else {
            throw Refusal.forbidden(
                "not-your-cohort",
                "\(actor.staff?.login ?? "Somebody else") does not teach \(code); ask one of its instructors, or a registrar."
            )
        }
        let seesNames =
            !roles.isDisjoint(with: [.owner, .registrar]) || (found.isTaughtByActor && roles.contains(.instructor))
        if locking { try lockCandidates(of: found.id) }
        return ProgressCohort(
            id: found.id,
            code: found.code,
            timeZone: found.timeZone,
            today: found.today,
            seesNames: seesNames,
            isTaught: found.isTaughtByHuman,
            isOfOffice: actor.may(.runCohorts),
            candidates: try candidates(of: found.id, withNames: seesNames)
        )
    }

    private func lockCandidates(of cohort: CohortID) throws {
        try execute(
            """
            SELECT id
            FROM enrollment
            WHERE cohort_id = \(cohort) AND state IN ('confirmed', 'attended', 'no_show')
            ORDER BY id
            FOR NO KEY UPDATE
            """
        )
    }

    private func candidates(of cohort: CohortID, withNames: Bool) throws -> [Candidate] {
        let claims: [EnrollmentID] = try all(
            """
            SELECT enrollment.id
            FROM enrollment
            JOIN person ON person.id = enrollment.person_id
            WHERE enrollment.cohort_id = \(cohort)
                AND enrollment.state IN ('confirmed', 'attended', 'no_show')
                AND person.erased_at IS NULL
            ORDER BY enrollment.seat_number
            """
        )
        _ = try candidateNumbers(of: claims)
        return try all(
            """
            SELECT
                enrollment.id, candidate.number, enrollment.state, enrollment.seat_number,
                CASE WHEN \(withNames) THEN enrollment.name END AS name,
                CASE WHEN \(withNames) THEN person.email END AS email
            FROM enrollment
            JOIN person ON person.id = enrollment.person_id
            JOIN candidate ON candidate.enrollment_id = enrollment.id
            WHERE enrollment.id = ANY(\(claims))
            ORDER BY enrollment.seat_number
            """
        )
    }
}
