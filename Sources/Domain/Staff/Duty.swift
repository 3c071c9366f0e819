/// What staff may do, by role: the one table of the product that says who acts.
package enum Duty: String, CaseIterable, Sendable {
    /// Institute, staff, keys, erasure, merging.
    case runInstitute
    /// Programs, cohorts, seats, waitlist, payments, the list, mail.
    case runCohorts
    /// Attendance, progress, evidence review; an instructor for their own cohorts.
    case recordProgress
    /// Items, keys, forms, scores, ratings, analysis.
    case examine
    /// Decide; approve a rescore; suspend, reinstate, revoke, correct.
    case decide
    /// Propose; issue what was decided; renewals to review.
    case propose
    /// Read audit, log, doctor.
    case readAudit

    package var roles: Set<StaffMember.Role> {
        switch self {
        case .runInstitute: [.owner]
        case .runCohorts: [.owner, .registrar]
        case .recordProgress: [.owner, .registrar, .instructor, .examiner]
        case .examine: [.examiner]
        case .decide: [.decider]
        case .propose: [.owner, .registrar, .decider]
        case .readAudit: [.owner, .auditor]
        }
    }

    var words: String {
        switch self {
        case .runInstitute: "run the institute (settings, staff, keys, erasure)"
        case .runCohorts: "run programs, cohorts, seats and the list"
        case .recordProgress: "record attendance and progress"
        case .examine: "see or change items, keys and scores"
        case .decide: "decide on certification"
        case .propose: "propose or issue certificates"
        case .readAudit: "read the audit trail"
        }
    }
}
