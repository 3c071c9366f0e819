import Postgres

extension StaffRoster {
    /// Takes the power to act from a member, whose past acts stay theirs; the last enabled owner stays.
    package func disable(login: String, by actor: Actor) async throws -> StaffMember {
        try actor.require(.runInstitute)
        return try await store.write { connection in
            let member = try connection.lockedStaffMember(login)
            guard member.disabledAt == nil else { return member }
            try connection.requireAnotherOwner(than: member)
            try connection.execute(
                """
                UPDATE staff
                SET disabled_at = registrar_clock()
                WHERE id = \(member.id)
                """
            )
            try connection.audit("staff.disable", "staff", member.id.rawValue, by: actor, ["login": login])
            return try connection.lockedStaffMember(login)
        }
    }
}
