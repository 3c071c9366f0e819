import ArgumentParser
import Logging
import Postgres
import Schema

/// Brings the database to this release; two at once are safe.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the database to this release.",
        discussion: """
            Runs as DATABASE_OWNER_URL. With --bootstrap it first makes the roles \
            registrar_owner, registrar_service and registrar_examiner and the database, as \
            DATABASE_BOOTSTRAP_URL; passwords come from the other two addresses. All of it \
            may be repeated, and run twice at once.

            Example:
              registrar migrate --dry-run
              registrar migrate
              registrar migrate --bootstrap
            """
    )

    @Flag(help: "Make the roles and the database first.")
    var bootstrap = false

    @Flag(name: .customLong("dry-run"), help: "Show what would be applied, and change nothing.")
    var isDryRun = false

    @Flag(name: .long, help: "Answer in JSON.")
    var json = false

    func run() async throws {
        let settings = try await Settings.read()
        let logger = Logger.standardError("registrar", level: settings.logLevel ?? .error)
        let ownerURL = try settings.database.owner()
        if bootstrap, !isDryRun {
            try await Bootstrap(settings.database).run(logger: logger)
        }
        let database = Database(settings.database.configuration(ownerURL, poolSize: 2), logger: logger)
        let migrator = try Migrator.ofThisRelease
        let steps = try await database.closing {
            try await isDryRun ? database.read { try migrator.plan($0) } : migrator.migrate(database)
        }
        Output.show(answer(steps), asJSON: json)
    }

    private func answer(_ steps: [MigrationStep]) -> Answer {
        Answer(
            [
                "applied": .bool(!isDryRun), "bootstrap": .bool(bootstrap),
                "steps": .list(steps) { ["name": .string($0.name), "kind": .string($0.kind.rawValue)] },
            ],
            Output.list(
                steps,
                none: "The database is at this release already.",
                [
                    .text(isDryRun ? "TO APPLY" : "APPLIED") { .init($0.name) },
                    .text("KIND") { .init($0.kind.rawValue, .faint) },
                ]
            )
        )
    }
}

extension Migrator {
    /// The files that this release was built with.
    static var ofThisRelease: Migrator {
        get throws {
            func files(_ files: [Schema.File]) -> [MigrationFile] {
                files.map { MigrationFile(name: $0.name, text: $0.text) }
            }
            return Migrator(numbered: files(try Schema.migrations), repeatable: files(try Schema.repeatable))
        }
    }
}
