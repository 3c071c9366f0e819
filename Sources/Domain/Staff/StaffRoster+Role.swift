import Postgres

extension StaffRoster {
    /// Grants and withdraws roles; the last enabled owner stays one.
    package func changeRoles(
        login: String,
        grant: Set<StaffMember.Role>,
        withdraw: Set<StaffMember.Role>,
        by actor: Actor
    ) async throws -> StaffMember {
        try actor.require(.runInstitute)
        guard grant.isDisjoint(with: withdraw) else {
            throw Refusal.invalid("role", "A role cannot be granted and withdrawn at once.")
        }
        return try await store.write { connection in
            let member = try connection.lockedStaffMember(login)
            let granted = grant.subtracting(member.roles).map(\.rawValue).sorted()
            let withdrawn = withdraw.intersection(member.roles).map(\.rawValue).sorted()
            guard !granted.isEmpty || !withdrawn.isEmpty else { return member }
            if withdraw.contains(.owner) {
                try connection.requireAnotherOwner(than: member)
            }
            try connection.execute(
                """
                INSERT INTO staff_role (staff_id, role)
                SELECT \(member.id), role
                FROM unnest(\(granted)) AS role
                """
            )
            try connection.execute(
                """
                DELETE FROM staff_role
                WHERE staff_id = \(member.id) AND role = ANY(\(withdrawn))
                """
            )
            try connection.audit(
                "staff.change_roles",
                "staff",
                member.id.rawValue,
                by: actor,
                [
                    "login": login,
                    "granted": granted.isEmpty ? nil : granted.joined(separator: " "),
                    "withdrawn": withdrawn.isEmpty ? nil : withdrawn.joined(separator: " "),
                ]
            )
            return try connection.lockedStaffMember(login)
        }
    }
}
