import Postgres

extension Decisions {
    /// A waiver that counts, as whoever decides reads it.
    package struct Waiver: Codable, Hashable, Sendable {
        let enrollmentId: EnrollmentID
        package let requirement: String
        package let name: String
        /// nil: of the whole requirement.
        package let skill: String?
        /// The login of whoever waived.
        package let by: String
        package let actingOwner: String?
        /// nil once its words were erased.
        package let reason: String?
    }
}

extension Connection {
    /// What is waived of these claims, in the order of the program.
    func waivers(of claims: [EnrollmentID]) throws -> [Decisions.Waiver] {
        try all(
            """
            SELECT
                claim.id AS enrollment_id, requirement.code AS requirement, requirement.name, waiver.skill,
                staff.login AS by, operator.login AS acting_owner,
                coalesce(payload.body ->> 'note', payload.body ->> 'reason') AS reason
            FROM unnest(\(claims)) WITH ORDINALITY AS claim (id, place)
            CROSS JOIN LATERAL waivers_that_count(claim.id) AS waiver
            JOIN requirement ON requirement.id = waiver.requirement_id
            JOIN module ON module.id = requirement.module_id
            JOIN staff ON staff.id = waiver.staff_id
            LEFT JOIN staff AS operator ON operator.id = waiver.operator_id
            LEFT JOIN payload ON payload.id = waiver.payload_id
            ORDER BY claim.place, module.position, requirement.position, waiver.skill NULLS FIRST
            """
        )
    }

    /// Of these claims those of which a member, or whoever acts as them, waived a written or practical exam.
    func waivedExams(by member: StaffMember, of claims: [EnrollmentID]) throws -> [EnrollmentID] {
        let own = try waivedExams(by: member.id, of: claims)
        let through = try waivedExams(by: member.operatorID, of: claims)
        return claims.filter { own.contains($0) || through.contains($0) }
    }

    /// The same of one account.
    func waivedExams(by member: StaffID?, of claims: [EnrollmentID]) throws -> [EnrollmentID] {
        try all("SELECT id FROM unnest(\(claims)) AS id WHERE has_waived_exam(\(member), id)")
    }
}
