import Postgres
import TestSupport
import Testing

@Suite("The migrator")
struct MigratorTests {
    private static let first = MigrationFile(
        name: "0001_person.sql",
        text: "CREATE TABLE person (id int8 PRIMARY KEY);"
    )
    private static let second = MigrationFile(
        name: "0002_name.sql",
        text: "-- Adds the name.\n-- compatible\nALTER TABLE person ADD COLUMN name text;"
    )
    private static let third = MigrationFile(
        name: "0003_index.sql",
        text: "-- no-transaction\nCREATE INDEX CONCURRENTLY IF NOT EXISTS person_name ON person (name);"
    )
    private static let view = MigrationFile(
        name: "names.sql",
        text: "CREATE OR REPLACE VIEW names AS SELECT id, name FROM person;"
    )

    private var migrator: Migrator {
        Migrator(numbered: [Self.third, Self.first, Self.second], repeatable: [Self.view])
    }

    private func refusal(_ migrator: Migrator, _ database: Database) async throws -> String {
        let planned = await #expect(throws: PostgresError.self) {
            try await database.read { _ = try migrator.plan($0) }
        }
        #expect(planned?.kind == .usage)
        let error = await #expect(throws: PostgresError.self) { try await migrator.migrate(database) }
        #expect(error?.message == planned?.message)
        return try #require(error?.message)
    }

    @Test("an empty database becomes current, and then there is nothing to do")
    func migrates() async throws {
        try await ScratchDatabase.lend { database in
            #expect(try await migrator.state(of: database) == .empty)
            let plan = try await database.read { [migrator] in try migrator.plan($0) }
            let steps = try await migrator.migrate(database)
            #expect(steps == plan)
            #expect(steps.map(\.name) == ["0001_person.sql", "0002_name.sql", "0003_index.sql", "names.sql"])
            #expect(steps.map(\.kind) == [.numbered, .numbered, .numbered, .repeatable])
            #expect(steps.map(\.runsInTransaction) == [true, true, false, true])
            #expect(try await migrator.state(of: database) == .current)
            #expect(try await migrator.migrate(database) == [])
            let compatible = try await database.read { connection in
                try connection.all("SELECT name FROM schema_migration WHERE compatible", as: String.self)
            }
            #expect(compatible == ["0002_name.sql"])
        }
    }

    @Test("only what is new runs, and a changed view runs again")
    func continues() async throws {
        try await ScratchDatabase.lend { database in
            _ = try await Migrator(numbered: [Self.first, Self.second], repeatable: [Self.view]).migrate(database)
            #expect(try await migrator.state(of: database) == .behind(["0003_index.sql"]))
            let view = MigrationFile(name: "names.sql", text: Self.view.text + " -- again")
            let changed = Migrator(numbered: [Self.first, Self.second, Self.third], repeatable: [view])
            #expect(try await changed.state(of: database) == .behind(["0003_index.sql", "names.sql"]))
            #expect(try await changed.migrate(database).map(\.name) == ["0003_index.sql", "names.sql"])
        }
    }

    @Test("a file changed after it was applied is refused by name")
    func changed() async throws {
        try await ScratchDatabase.lend { database in
            _ = try await migrator.migrate(database)
            let changed = MigrationFile(name: "0001_person.sql", text: Self.first.text + " ")
            let other = Migrator(numbered: [changed, Self.second, Self.third], repeatable: [Self.view])
            #expect(try await refusal(other, database) == "0001_person.sql was changed after it had been applied")
            #expect(try await other.state(of: database) == .behind(["0001_person.sql"]))
        }
    }

    @Test("gaps, duplicates and files out of order are refused by name")
    func gaps() async throws {
        try await ScratchDatabase.lend { database in
            let gap = Migrator(numbered: [Self.first, Self.third], repeatable: [])
            #expect(try await refusal(gap, database).hasPrefix("0003_index.sql stands where number 2"))
            let twin = MigrationFile(name: "0001_twin.sql", text: "SELECT 1")
            #expect(
                try await refusal(Migrator(numbered: [Self.first, twin], repeatable: []), database)
                    .hasPrefix("0001_twin.sql stands where number 2")
            )
            #expect(
                try await refusal(Migrator(numbered: [], repeatable: [Self.first]), database)
                    .hasPrefix("0001_person.sql is numbered")
            )
            _ = try await migrator.migrate(database)
            try await database.write { try $0.execute("DELETE FROM schema_migration WHERE name LIKE '0002%'") }
            #expect(
                try await refusal(migrator, database)
                    == "0002_name.sql has not been applied, but 0003_index.sql after it has"
            )
        }
    }

    @Test("a newer schema is told apart: compatible or not, and never migrated")
    func ahead() async throws {
        try await ScratchDatabase.lend { database in
            _ = try await migrator.migrate(database)
            let old = Migrator(numbered: [Self.first], repeatable: [Self.view])
            #expect(
                try await old.state(of: database) == .ahead(compatible: false, ["0002_name.sql", "0003_index.sql"])
            )
            try await database.write { try $0.execute("DELETE FROM schema_migration WHERE name LIKE '0003%'") }
            #expect(try await old.state(of: database) == .ahead(compatible: true, ["0002_name.sql"]))
            #expect(try await refusal(old, database).hasPrefix("0002_name.sql was applied by another release"))
        }
    }

    @Test("a failing file is named with its line, leaves nothing, and the files before it stay")
    func fails() async throws {
        try await ScratchDatabase.lend { database in
            let bad = MigrationFile(
                name: "0002_bad.sql",
                text: "CREATE TABLE half (a int8);\n\nSELECT 'é',\n       nonsense;\n"
            )
            let broken = Migrator(numbered: [Self.first, bad], repeatable: [])
            let error = await #expect(throws: PostgresError.self) { try await broken.migrate(database) }
            #expect(error?.sqlState == .undefinedColumn)
            #expect(error?.place == "0002_bad.sql:4")
            let state = try await broken.state(of: database)
            #expect(state == .behind(["0002_bad.sql"]))
            #expect(try await database.one("SELECT to_regclass('half') IS NULL", as: Bool.self))
        }
    }

    @Test("a file that ends its own transaction is refused")
    func ownTransaction() async throws {
        try await ScratchDatabase.lend { database in
            let file = MigrationFile(name: "0001_own.sql", text: "COMMIT; BEGIN; SELECT 1")
            let error = await #expect(throws: PostgresError.self) {
                try await Migrator(numbered: [file], repeatable: []).migrate(database)
            }
            #expect(error?.message.hasPrefix("0001_own.sql ends its transaction itself") == true)
        }
    }

    @Test("of several migrators at once one works, and the others find nothing to do")
    func together() async throws {
        try await ScratchDatabase.lend { database in
            let steps = try await withThrowingTaskGroup { group in
                for _ in 1...4 { group.addTask { try await migrator.migrate(database).count } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(steps.sorted() == [0, 0, 0, 4])
        }
    }

    @Test("a second migrator waits for the first")
    func waits() async throws {
        try await ScratchDatabase.lend { database in
            // The first is held up until the second is seen asking for the migrators' lock.
            let slow = MigrationFile(
                name: "0001_slow.sql",
                text: """
                    DO $$
                    BEGIN
                        FOR round IN 1..2000 LOOP
                            PERFORM pg_stat_clear_snapshot();
                            EXIT WHEN EXISTS (SELECT FROM pg_stat_activity
                                              WHERE datname = current_database() AND pid <> pg_backend_pid()
                                                AND query LIKE '%pg_try_advisory_lock%');
                            PERFORM pg_sleep(0.005);
                        END LOOP;
                    END $$
                    """
            )
            let migrator = Migrator(numbered: [slow], repeatable: [])
            async let first = migrator.migrate(database).count
            async let second = migrator.migrate(database).count
            let counts = try await [first, second]
            #expect(counts.sorted() == [0, 1])
        }
    }
}
