import Configuration
import Postgres

/// Where the database is, once for each who may come to it.
///
/// - `DATABASE_URL`: the login of the service, role `registrar_service`; may lead through PgBouncer.
/// - `DATABASE_OWNER_URL`: the login of the owner, role `registrar_owner`, direct; for `migrate`.
/// - `DATABASE_BOOTSTRAP_URL`: a superuser's, for `migrate --bootstrap` alone.
/// - `REGISTRAR_POOL` (1 to 64, default 6): connections that one process leases.
/// - `REGISTRAR_LANES` (1 to half the pool, default 2): transactions that reserve seats at a time in one process.
/// - `REGISTRAR_PREPARED_STATEMENTS` (on or off, default on): off behind PgBouncer in transaction mode.
struct DatabaseSettings {
    let url: String?
    let ownerURL: String?
    let bootstrapURL: String?
    let poolSize: Int
    let lanes: Int
    let preparesStatements: Bool

    init(_ reading: SettingsReading) throws {
        url = reading.text("database.url", isSecret: true)
        ownerURL = reading.text("database.owner.url", isSecret: true)
        bootstrapURL = reading.text("database.bootstrap.url", isSecret: true)
        poolSize = try reading.number("registrar.pool", in: 1...64) ?? 6
        let half = max(1, poolSize / 2)
        lanes = try reading.number("registrar.lanes", in: 1...half) ?? min(2, half)
        preparesStatements = try reading.isOn("registrar.prepared.statements") ?? true
    }

    func service() throws -> String {
        guard let url else {
            throw UsageProblem(
                """
                DATABASE_URL is not set. scripts/run starts a database with samples, and scripts/registrar runs this \
                command line against it; or set DATABASE_URL to the login of the service, as in \
                postgresql://registrar_service@localhost/registrar.
                """
            )
        }
        return url
    }

    func owner() throws -> String {
        guard let ownerURL else {
            throw UsageProblem(
                """
                DATABASE_OWNER_URL is not set. It is the login of the role that owns the tables, as in \
                postgresql://registrar_owner@localhost/registrar; scripts/run sets it for its own database.
                """
            )
        }
        return ownerURL
    }

    func bootstrap() throws -> String {
        guard let bootstrapURL else {
            throw UsageProblem(
                """
                DATABASE_BOOTSTRAP_URL is not set. --bootstrap makes roles and the database, which takes the login of \
                a superuser, as in postgresql://postgres@localhost/postgres.
                """
            )
        }
        return bootstrapURL
    }

    func configuration(_ url: String, poolSize: Int? = nil) -> DatabaseConfiguration {
        DatabaseConfiguration(
            url: url,
            poolSize: poolSize ?? self.poolSize,
            preparedStatements: preparesStatements,
            applicationName: "registrar"
        )
    }
}
