/// Who asks for an operation. What each may do is decided here and nowhere else.
package enum Actor: Sendable {
    /// Anyone, without a link.
    case visitor
    /// The person behind an acting link, for that one enrollment.
    case applicant(EnrollmentID)
    case staff(StaffMember)
    /// The service itself: the worker, and what time brings about.
    case system

    /// Allows staff whose roles carry the duty, and the system.
    package func require(_ duty: Duty) throws {
        switch self {
        case .system:
            return
        case .staff(let member):
            guard member.disabledAt == nil, !duty.roles.isDisjoint(with: member.roles) else {
                let able = duty.roles.map(\.rawValue).sorted().joined(separator: " or ")
                throw Refusal.forbidden(
                    "role-missing",
                    "\(member.login) may not \(duty.words): that takes the role \(able)."
                )
            }
        case .visitor, .applicant:
            throw Refusal.forbidden("staff-only", "Only staff may \(duty.words).")
        }
    }

    /// Whether `require` would allow it; for what is shown rather than done.
    package func may(_ duty: Duty) -> Bool {
        (try? require(duty)) != nil
    }

    /// Allows the person whose enrollment it is, and staff who run cohorts.
    package func require(holderOf enrollment: EnrollmentID) throws {
        switch self {
        case .applicant(enrollment):
            return
        case .visitor, .applicant:
            throw Refusal.forbidden(
                "link-shows-only",
                "This link only shows the state. Use the link from your mail to act."
            )
        case .staff, .system:
            try require(.runCohorts)
        }
    }

    package var staff: StaffMember? {
        guard case .staff(let member) = self else { return nil }
        return member
    }

    /// As history names it: visitor, applicant, staff or system.
    package var word: String {
        switch self {
        case .visitor: "visitor"
        case .applicant: "applicant"
        case .staff: "staff"
        case .system: "system"
        }
    }
}
