import Domain
import Foundation

/// Who runs a command: known by a login of their own in PostgreSQL, else by their login on this machine.
struct Identity {
    let databaseLogin: String
    let systemLogin: String

    /// Roles that belong to the service and to nobody.
    private static let shared: Set<String> = ["registrar_service", "registrar_owner", "postgres"]

    private var logins: [String] {
        Self.shared.contains(databaseLogin) ? [systemLogin] : [databaseLogin, systemLogin]
    }

    func member(in staff: StaffRoster) async throws -> StaffMember? {
        for login in logins {
            if let member = try await staff.member(login: login) { return member }
        }
        return nil
    }

    /// The member to act as: oneself, or whom an owner names.
    ///
    /// - Throws: `Refusal` of kind forbidden for strangers, and for those who are no owner and name somebody else.
    func actingMember(as login: String?, in staff: StaffRoster) async throws -> StaffMember {
        guard let me = try await member(in: staff) else {
            throw Refusal.forbidden(
                "staff-unknown",
                """
                Nobody on the staff has your login “\(systemLogin)”. An owner adds you with `registrar staff add \
                \(systemLogin) …`; the very first owner is made with `registrar staff add --first`.
                """
            )
        }
        guard let login, login != me.login else { return me }
        guard me.roles.contains(.owner), me.disabledAt == nil else {
            throw Refusal.forbidden("as-is-the-owners", "Only an owner may act as somebody else; you are \(me.login).")
        }
        guard var member = try await staff.member(login: login) else {
            throw Refusal.notFound(
                "staff-unknown",
                "There is no staff member “\(login)”. `registrar staff list` shows who there is."
            )
        }
        member.operatorID = me.id
        return member
    }

    /// The login of the process's user; its number where the machine knows no name.
    static var systemLogin: String {
        let id = getuid()
        guard let entry = getpwuid(id), let name = entry.pointee.pw_name else { return String(id) }
        return String(cString: name)
    }
}
