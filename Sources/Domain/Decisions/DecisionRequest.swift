/// What is to be said of whom: one word on some or all candidates of a cohort.
package struct DecisionRequest: Sendable {
    let kind: Decision.Kind
    let cohort: String
    /// nil: everyone in the cohort whom the word fits.
    let enrollments: [EnrollmentID]?
    let reason: String?
    /// Of a denial: what the candidate hears.
    let reasonClass: DenialReason?

    /// - Throws: `Refusal` of kind invalid where a reason is missing, or too long; a denial needs its class, too.
    package init(
        _ kind: Decision.Kind,
        cohort: String,
        enrollments: [Int] = [],
        reason: String? = nil,
        reasonClass: DenialReason? = nil
    ) throws {
        // What is kept of a staff reason holds here too; a proposal alone may go without one.
        let words = try kind == .proposed && reason == nil ? nil : StaffReason(.other, reason ?? "").words
        guard (kind == .denied) == (reasonClass != nil) else {
            let known = DenialReason.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refusal.invalid(
                "reason_class",
                kind == .denied
                    ? "Say why as a class that the candidate hears: \(known)." : "Only a denial has a class of reason."
            )
        }
        self.kind = kind
        self.cohort = cohort.uppercased()
        self.enrollments = enrollments.isEmpty ? nil : enrollments.map(EnrollmentID.init(rawValue:))
        self.reason = words
        self.reasonClass = reasonClass
    }

    var verb: String {
        switch kind {
        case .proposed: "decision.propose"
        case .granted: "decision.grant"
        case .denied: "decision.deny"
        case .deferred: "decision.defer"
        }
    }

    /// Whether the word fits what was said before. A denial opens again once an appeal against it was upheld, and a grant that
    /// no longer holds while no certificate rests on it, for who is named.
    func fits(_ candidate: Decisions.Candidate) -> Bool {
        let before = candidate.decision
        let isInDoubt = before == .granted && candidate.doubt != nil && enrollments != nil
        return switch kind {
        case .proposed:
            before == nil || before == .deferred && enrollments != nil
                || before == .denied && candidate.appeal == .upheld
        case .granted: before == .proposed || before == .deferred
        case .denied: before == .proposed || before == .deferred || isInDoubt
        case .deferred: before == .proposed || before == .deferred && enrollments != nil || isInDoubt
        }
    }
}
