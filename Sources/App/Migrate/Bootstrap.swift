import Logging
import Postgres

/// Makes the three roles and the database, or finds them; roles belong to the cluster, so others may have made them.
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
                try connection.exclusively("registrar bootstrap") {
                    for role in ["registrar_owner", "registrar_service"] {
                        try connection.makeRole(role, password: passwords[role])
                    }
                    try connection.makeRole("registrar_examiner", ofMember: "registrar_service")
                    // A role granted to the service acts only where an operation says SET LOCAL ROLE. Settings stand with
                    // the role: behind PgBouncer a session cannot set its own. Plans: decision record 12.
                    try connection.alterRole(
                        "registrar_service",
                        inherits: false,
                        settings: [
                            "statement_timeout": "30s", "lock_timeout": "3s",
                            "idle_in_transaction_session_timeout": "30s", "plan_cache_mode": "force_generic_plan",
                            "jit": "off",
                        ]
                    )
                    try connection.makeDatabase(database, owner: "registrar_owner", visitors: ["registrar_service"])
                }
            }
        }
    }
}
