import Domain
import Logging
import Mail
import Postgres
import ServiceLifecycle
import UnixSignals
import Web

/// The rooms that a long-running process opens, and how it ends.
struct Workshop {
    let settings: Settings
    let logger: Logger
    let database: Database
    let registrar: Registrar
    let gate: SchemaGate

    init(_ settings: Settings) throws {
        self.settings = settings
        logger = Logger.standardError("registrar", level: settings.logLevel ?? .info)
        let secrets = try settings.service.secrets()
        database = Database(settings.database.configuration(try settings.database.service()), logger: logger)
        registrar = Registrar(
            database: database,
            secrets: secrets,
            keys: settings.service.keyFolder(),
            logger: logger,
            lanes: settings.database.lanes
        )
        gate = SchemaGate(database, logger: logger)
    }

    func worker() throws -> Worker {
        Worker(
            registrar: registrar,
            delivery: try settings.delivery(),
            compose: settings.composer,
            incoming: try settings.mail.maildir().map { (folder: $0, desk: try incomingDesk()) },
            gate: gate,
            logger: logger
        )
    }

    func incomingDesk() throws -> IncomingDesk {
        IncomingDesk(registrar: registrar, reader: IncomingReader(seal: try settings.seal()))
    }

    /// The door for reports on mail, where its token is set.
    func mailReports() throws -> WebSettings.MailReports? {
        guard let file = settings.mail.reportsTokenFile else { return nil }
        let setting = "REGISTRAR_MAIL_REPORTS_TOKEN_FILE"
        let token = try MailSettings.secret(inFile: file, setting)
        guard token.utf8.count >= 32 else { throw UsageProblem("\(setting): a token has at least 32 characters.") }
        let desk = try incomingDesk()
        return WebSettings.MailReports(token: token) { octets in
            let word = try await desk.take(octets)
            return (word.words, word.isForPeople)
        }
    }

    /// What `/metrics` tells of the pool and of the lanes.
    var gauges: [WebSettings.Gauge] {
        [
            .init("registrar_pool_open", "Connections to the database.") { Double(database.statistics.open) },
            .init("registrar_pool_idle", "Connections that nobody leases.") { Double(database.statistics.idle) },
            .init("registrar_pool_waiting", "Requests that wait for one.") { Double(database.statistics.waiting) },
            .init("registrar_reservations_waiting", "Reservations that wait for their lane's next transaction.") {
                Double(registrar.seats.reservationsWaiting)
            },
        ]
    }

    /// Runs services until a signal asks to stop; all of them end within ten seconds.
    func run(_ services: [any Service]) async throws {
        var configuration = ServiceGroupConfiguration(
            services: [gate] + services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(8)
        let group = ServiceGroup(configuration: configuration)
        try await database.closing { try await group.run() }
    }
}
