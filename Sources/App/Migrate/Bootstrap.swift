import Logging
import Postgres

/// Makes the two roles and the database, or finds them; roles belong to the cluster, so others may have made them.
struct Bootstrap {
    private let settings: DatabaseSettings
    private let database: String
    private let passwords: [String: String]

    /// - Throws: `UsageProblem` where an address is missing or names another role than it should.
    init(_ settings: DatabaseSettings) throws {
        self.settings = settings
        let owner = try DatabaseAddress(try settings.owner(), setting: "DATABASE_OWNER_URL")
        let service = try DatabaseAddress(try settings.service(), setting: "DATABASE_URL")
        let expected = [
            (owner, "DATABASE_OWNER_URL", "registrar_owner"), (service, "DATABASE_URL", "registrar_service"),
        ]
        for (address, setting, role) in expected where address.user != role {
            let named = address.user ?? "none"
            throw UsageProblem("\(setting) must name the login \(role) to bootstrap; it names \(named).")
        }
        guard let database = owner.database, database == service.database else {
            throw UsageProblem("DATABASE_URL and DATABASE_OWNER_URL must name one database to bootstrap it.")
        }
        self.database = database
        passwords = ["registrar_owner": owner.password, "registrar_service": service.password].compactMapValues(\.self)
    }

    func run(logger: Logger) async throws {
        let server = Database(settings.configuration(try settings.bootstrap(), poolSize: 1), logger: logger)
        let (database, passwords) = (database, passwords)
        try await server.closing {
            try await server.session { connection in
                // Two bootstraps at once would trip over each other's rows of pg_authid and pg_database.
                try connection.execute("SELECT pg_advisory_lock(hashtext('registrar bootstrap'))")
                for role in ["registrar_owner", "registrar_service"] {
                    try connection.makeRole(role, password: passwords[role])
                }
                try connection.limitService()
                try connection.makeDatabase(database)
                try connection.execute("SELECT pg_advisory_unlock(hashtext('registrar bootstrap'))")
            }
        }
    }
}

extension Connection {
    /// The owner inherits what owning the database brings (its schema `public`, through pg_database_owner).
    fileprivate func makeRole(_ role: String, password: String?) throws {
        if try first("SELECT true FROM pg_roles WHERE rolname = \(role)", as: Bool.self) == nil {
            do {
                try execute("CREATE ROLE \(identifier: role) LOGIN")
            } catch let error as PostgresError where error.sqlState == .uniqueViolation || error.isDuplicate {
                // Somebody else was faster: that is what was wanted.
            }
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

    /// NOINHERIT: a role granted to the service acts only where an operation says SET LOCAL ROLE. Timeouts stand with the
    /// role: behind PgBouncer a session cannot set its own.
    fileprivate func limitService() throws {
        try execute("ALTER ROLE registrar_service NOINHERIT")
        try execute("ALTER ROLE registrar_service SET statement_timeout = '30s'")
        try execute("ALTER ROLE registrar_service SET lock_timeout = '3s'")
        try execute("ALTER ROLE registrar_service SET idle_in_transaction_session_timeout = '30s'")
    }

    fileprivate func makeDatabase(_ name: String) throws {
        if try first("SELECT true FROM pg_database WHERE datname = \(name)", as: Bool.self) == nil {
            do {
                try execute(
                    """
                    CREATE DATABASE \(identifier: name)
                    OWNER registrar_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'
                    """
                )
            } catch let error as PostgresError where error.sqlState == .uniqueViolation || error.isDuplicate {
                // Somebody else was faster: that is what was wanted.
            }
        }
        try execute("ALTER DATABASE \(identifier: name) OWNER TO registrar_owner")
        try execute("REVOKE ALL ON DATABASE \(identifier: name) FROM PUBLIC")
        try execute("GRANT CONNECT ON DATABASE \(identifier: name) TO registrar_service")
    }
}

extension PostgresError {
    /// `duplicate_object`, `duplicate_database`.
    fileprivate var isDuplicate: Bool { ["42710", "42P04"].contains(sqlState?.rawValue) }
}
