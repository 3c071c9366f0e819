import Domain
import Foundation
import Logging
import Postgres

/// Where a command meets the house: its settings, the open rooms, and who stands at the desk.
struct Desk {
    let settings: Settings
    let database: Database
    let registrar: Registrar
    let login: String?
    private let logger: Logger

    init(_ settings: Settings, login: String?) throws {
        self.settings = settings
        self.login = login ?? settings.staff
        logger = Logger.standardError("registrar", level: settings.logLevel ?? .error)
        database = Database(
            settings.database.configuration(try settings.database.service(), poolSize: 2),
            logger: logger
        )
        registrar = Registrar(
            database: database,
            secrets: try settings.service.secrets(),
            keys: settings.service.keyFolder(),
            logger: logger
        )
    }

    /// The staff member who acts: themselves, or an owner as somebody else.
    func actor() async throws -> Actor {
        .staff(try await identity().actingMember(as: login, in: registrar.staff))
    }

    /// The staff member who asks, or a visitor where nobody on the staff does: for what anyone may know.
    func reader() async throws -> Actor {
        guard login == nil else { return try await actor() }
        return try await identity().member(in: registrar.staff).map(Actor.staff) ?? .visitor
    }

    func identity() async throws -> Identity {
        let databaseLogin = try await database.read { try $0.login() }
        return Identity(databaseLogin: databaseLogin, systemLogin: Identity.systemLogin)
    }

    /// The zone a person reads times in: their own, else the cohort's.
    func zone(_ own: String?, of cohort: String, by actor: Actor) async throws -> String {
        if let own { return own }
        return try await registrar.cohorts.page(code: cohort, by: actor).cohort.timeZone
    }

    /// Opens the desk for one piece of work, and closes it however that ends.
    static func open<Value>(_ options: DeskOptions, _ work: (Desk) async throws -> Value) async throws -> Value {
        let desk = try Desk(try await Settings.read(), login: options.login)
        return try await desk.database.closing { try await work(desk) }
    }

    /// Lets the holder of DATABASE_OWNER_URL do what nobody else may: their login to the database is the proof.
    func asOwner<Value>(_ body: (Registrar) async throws -> Value) async throws -> Value {
        let database = Database(
            settings.database.configuration(try settings.database.owner(), poolSize: 2),
            logger: logger
        )
        let registrar = Registrar(
            database: database,
            secrets: try settings.service.secrets(),
            keys: settings.service.keyFolder(),
            logger: logger
        )
        return try await database.closing { try await body(registrar) }
    }
}

extension Database {
    /// Does a piece of work, then closes the pool.
    func closing<Value>(_ work: () async throws -> Value) async throws -> Value {
        do {
            let value = try await work()
            await close()
            return value
        } catch {
            await close()
            throw error
        }
    }
}

extension Logger {
    static func standardError(_ label: String, level: Logger.Level) -> Logger {
        var logger = Logger(label: label) { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = level
        return logger
    }
}
