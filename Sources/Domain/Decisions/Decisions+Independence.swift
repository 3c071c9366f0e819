import Postgres

extension Connection {
    /// The database refuses it too; here it is said in words.
    func requireIndependent(
        _ member: StaffMember,
        of claims: [EnrollmentID],
        _ request: DecisionRequest
    ) throws {
        let overridden: [EnrollmentID] = try all(
            """
            SELECT decision_override.enrollment_id
            FROM decision_override
            JOIN enrollment ON enrollment.id = decision_override.enrollment_id
            WHERE decision_override.enrollment_id = ANY(\(claims))
                AND decision_override.decider_id = \(member.id)
                AND decision_override.agreed_by IS NOT NULL
                AND decision_override.agreed_by IS DISTINCT FROM \(member.operatorID)
                AND NOT coalesce(has_taught(\(member.operatorID), enrollment.person_id), false)
            """
        )
        try refuse(member, "taught or examined", dependence(of: member, on: claims).filter { !overridden.contains($0) })
        guard request.kind == .granted else { return }
        let waived = try waivedExams(by: member, of: claims).filter { claim in
            try !overridden.contains(claim) || waivedExams(by: member.operatorID, of: [claim]) == [claim]
        }
        try refuse(member, "waived an exam of", waived)
    }

    private func refuse(_ member: StaffMember, _ did: String, _ claims: [EnrollmentID]) throws {
        guard !claims.isEmpty else { return }
        let who = claims.map { "\($0)" }.joined(separator: ", ")
        throw Refusal.forbidden(
            "decider-not-independent",
            """
            \(member.login)\(member.operatorID == nil ? "" : ", or whoever acts as them,") \(did) \(who). \
            Somebody who did not decides: ask another decider, or leave them out with --enrollment. Where there is \
            nobody else, `registrar decision override` asks a second person.
            """
        )
    }
}
