import Foundation
import Postgres

extension StaffRoster {
    /// Takes someone on; a login is one person for ever.
    package func add(
        login: String,
        name: String,
        email: String,
        roles: Set<StaffMember.Role>,
        by actor: Actor
    ) async throws -> StaffMember {
        try actor.require(.runInstitute)
        let newcomer = try Newcomer(login: login, name: name, email: email, roles: roles)
        return try await store.write { connection in
            try connection.lockStaff()
            return try connection.add(newcomer, by: actor)
        }
    }

    /// Takes on the very first member, an owner, while there is no staff at all.
    ///
    /// - Throws: `Refusal` of kind forbidden once there is anybody.
    package func addFirst(
        login: String,
        name: String,
        email: String,
        roles: Set<StaffMember.Role>
    ) async throws -> StaffMember {
        let newcomer = try Newcomer(login: login, name: name, email: email, roles: roles.union([.owner]))
        return try await store.write { connection in
            try connection.lockStaff()
            guard try connection.one("SELECT count(*) FROM staff", as: Int.self) == 0 else {
                throw Refusal.forbidden(
                    "staff-exists",
                    "There is staff already; an owner adds the next member with `registrar staff add`."
                )
            }
            return try connection.add(newcomer, by: .system)
        }
    }
}

/// Someone to be taken on, checked.
private struct Newcomer: Sendable {
    let login: String
    let name: PersonName
    let email: EmailAddress
    let roles: [StaffMember.Role]

    init(login: String, name: String, email: String, roles: Set<StaffMember.Role>) throws {
        var problems: [Refusal.Problem] = []
        func checked<Value>(_ check: () throws(InvalidInput) -> Value) -> Value? {
            do { return try check() } catch {
                problems.append(error.problem)
                return nil
            }
        }
        if login.wholeMatch(of: /[A-Za-z0-9_][A-Za-z0-9_.@\-]{0,62}/) == nil {
            problems.append(
                .init("login", "A login has 1 to 63 letters, digits or _ . @ - and begins with a letter, a digit or _.")
            )
        }
        let checkedName = checked { () throws(InvalidInput) in try PersonName(typed: name) }
        let checkedEmail = checked { () throws(InvalidInput) in try EmailAddress(typed: email) }
        if roles.isEmpty {
            let known = StaffMember.Role.allCases.map(\.rawValue).joined(separator: ", ")
            problems.append(.init("role", "Give at least one role: \(known)."))
        }
        guard let checkedName, let checkedEmail, problems.isEmpty else { throw Refusal.invalid(problems) }
        self.login = login
        self.name = checkedName
        self.email = checkedEmail
        self.roles = roles.sorted { $0.rawValue < $1.rawValue }
    }
}

extension Connection {
    fileprivate func add(_ newcomer: Newcomer, by actor: Actor) throws -> StaffMember {
        let id = try first(
            """
            INSERT INTO staff (login, name, email)
            VALUES (\(newcomer.login), \(newcomer.name), \(newcomer.email))
            ON CONFLICT ON CONSTRAINT staff_login_once DO NOTHING
            RETURNING id
            """,
            as: StaffID.self
        )
        guard let id else {
            throw Refusal.conflict("login-taken", "There is a staff member with the login “\(newcomer.login)” already.")
        }
        try execute(
            """
            INSERT INTO staff_role (staff_id, role)
            SELECT \(id), role
            FROM unnest(\(newcomer.roles.map(\.rawValue))) AS role
            """
        )
        try audit(
            "staff.add",
            "staff",
            id.rawValue,
            by: actor,
            [
                "login": newcomer.login,
                "name": newcomer.name.rawValue,
                "email": newcomer.email.rawValue,
                "roles": newcomer.roles.map(\.rawValue).joined(separator: " "),
            ]
        )
        return StaffMember(
            id: id,
            login: newcomer.login,
            name: newcomer.name.rawValue,
            email: newcomer.email.rawValue,
            roles: newcomer.roles,
            disabledAt: nil
        )
    }
}
