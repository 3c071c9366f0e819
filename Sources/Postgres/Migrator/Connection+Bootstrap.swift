/// What a cluster needs before its first migration. Each step tolerates finding its work done: roles belong to the
/// cluster, so others may have made them. For a session without a transaction.
extension Connection {
    /// Runs `body` while no other session runs one under the same name.
    public func exclusively(_ name: String, _ body: () throws -> Void) throws {
        try execute("SELECT pg_advisory_lock(hashtext(\(name)))")
        try body()
        try execute("SELECT pg_advisory_unlock(hashtext(\(name)))")
    }

    /// Makes a login role, or finds it, and sets its password where one is given.
    public func makeRole(_ role: String, password: String?) throws {
        if try first("SELECT true FROM pg_roles WHERE rolname = \(role)", as: Bool.self) == nil {
            try tolerateDuplicate { try execute("CREATE ROLE \(identifier: role) LOGIN") }
        }
        guard let password else { return }
        // The server's log keeps statements in full; this one holds a password.
        try transaction { connection in
            try connection.execute("SET LOCAL log_statement = 'none'")
            try connection.execute("SET LOCAL log_min_duration_statement = -1")
            try connection.execute("SET LOCAL log_min_error_statement = 'panic'")
            let literal = try connection.one("SELECT quote_literal(\(password))", as: String.self)
            try connection.execute("ALTER ROLE \(identifier: role) PASSWORD \(unverified: literal)")
        }
    }

    /// Makes a role without a login, or finds it, and lets another one take it on.
    public func makeRole(_ role: String, ofMember member: String) throws {
        if try first("SELECT true FROM pg_roles WHERE rolname = \(role)", as: Bool.self) == nil {
            try tolerateDuplicate { try execute("CREATE ROLE \(identifier: role) NOLOGIN") }
        }
        try execute("GRANT \(identifier: role) TO \(identifier: member)")
    }

    /// Settings that hold for every session of a role.
    public func alterRole(_ role: String, inherits: Bool, settings: [String: String]) throws {
        try execute("ALTER ROLE \(identifier: role) \(unverified: inherits ? "INHERIT" : "NOINHERIT")")
        for (setting, value) in settings.sorted(by: { $0.key < $1.key }) {
            let literal = try one("SELECT quote_literal(\(value))", as: String.self)
            try execute("ALTER ROLE \(identifier: role) SET \(identifier: setting) = \(unverified: literal)")
        }
    }

    /// Makes a UTF-8 database, or finds it, and lets in its owner and the visitors named, nobody else.
    public func makeDatabase(_ name: String, owner: String, visitors: [String]) throws {
        if try first("SELECT true FROM pg_database WHERE datname = \(name)", as: Bool.self) == nil {
            try tolerateDuplicate {
                try execute(
                    """
                    CREATE DATABASE \(identifier: name)
                    OWNER \(identifier: owner) TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'
                    """
                )
            }
        }
        try execute("ALTER DATABASE \(identifier: name) OWNER TO \(identifier: owner)")
        try execute("REVOKE ALL ON DATABASE \(identifier: name) FROM PUBLIC")
        for visitor in visitors {
            try execute("GRANT CONNECT ON DATABASE \(identifier: name) TO \(identifier: visitor)")
        }
    }

    /// True once the server answered.
    public func isAnswered() throws -> Bool { try one("SELECT 1", as: Int.self) == 1 }

    /// The login this session came with.
    public func login() throws -> String { try one("SELECT session_user::text", as: String.self) }

    /// Somebody else was faster: that is what was wanted.
    private func tolerateDuplicate(_ make: () throws -> Void) throws {
        do { try make() } catch let error as PostgresError
            where error.sqlState == .uniqueViolation || ["42710", "42P04"].contains(error.sqlState?.rawValue)
        {}
    }
}
