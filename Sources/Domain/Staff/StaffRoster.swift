import Postgres

/// Reads who works for the institute.
package struct StaffRoster: Sendable {
    let store: Store

    /// All staff, disabled ones too, in order of login.
    package func list(by actor: Actor) async throws -> [StaffMember] {
        try actor.require(.runInstitute)
        return try await store.read { connection in
            try connection.all("SELECT \(StaffMember.columns) FROM staff ORDER BY staff.login")
        }
    }

    /// The member behind a login: how an operating-system or database login becomes an actor.
    package func member(login: String) async throws -> StaffMember? {
        try await store.read { connection in try connection.staffMember(login) }
    }
}

extension StaffMember {
    /// What this type reads of a row of `staff`.
    static let columns: SQL = """
        staff.id, staff.login, staff.name, staff.email, staff.disabled_at,
        ARRAY(
            SELECT staff_role.role
            FROM staff_role
            WHERE staff_role.staff_id = staff.id
            ORDER BY staff_role.role
        ) AS roles
        """
}

extension Connection {
    func staffMember(_ login: String) throws -> StaffMember? {
        try first("SELECT \(StaffMember.columns) FROM staff WHERE staff.login = \(login)")
    }

    /// The member behind a login, for an act upon them; staff change one at a time, so that the last owner stays.
    func lockedStaffMember(_ login: String) throws -> StaffMember {
        try lockStaff()
        guard let member = try staffMember(login) else {
            throw Refusal.notFound(
                "staff-unknown",
                "There is no staff member “\(login)”. `registrar staff list` shows who there is."
            )
        }
        return member
    }

    func lockStaff() throws {
        try execute("LOCK TABLE staff IN SHARE ROW EXCLUSIVE MODE")
    }

    /// Refuses to go on when this member is the only enabled owner.
    func requireAnotherOwner(than member: StaffMember) throws {
        guard member.disabledAt == nil, member.roles.contains(.owner) else { return }
        let others = try one(
            """
            SELECT count(*)
            FROM staff
            JOIN staff_role ON staff_role.staff_id = staff.id
            WHERE staff_role.role = 'owner'
                AND staff.disabled_at IS NULL
                AND staff.id <> \(member.id)
            """,
            as: Int.self
        )
        guard others > 0 else {
            throw Refusal.conflict(
                "last-owner",
                "\(member.login) is the last owner who can act. Make somebody else an owner first."
            )
        }
    }
}
