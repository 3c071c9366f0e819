import Postgres
import Testing

extension Database {
    /// Reads one value in a transaction of its own.
    func one<Value: PostgresDecodable & Sendable>(_ sql: SQL, as type: Value.Type = Value.self) async throws -> Value {
        try await read { try $0.one(sql, as: type) }
    }

    /// Waits, on the server, until a condition holds; fails the test when it does not come to hold within ten seconds.
    func waitUntil(_ condition: String) async throws {
        let isTrue = try await session { connection in
            try connection.script(
                """
                DO $$
                BEGIN
                    FOR round IN 1..2000 LOOP
                        PERFORM pg_stat_clear_snapshot();
                        EXIT WHEN (\(condition));
                        PERFORM pg_sleep(0.005);
                    END LOOP;
                END $$
                """
            )
            return try connection.one("SELECT (\(unverified: condition))", as: Bool.self)
        }
        try #require(isTrue, "never came true: \(condition)")
    }
}

extension Migrator {
    func state(of database: Database) async throws -> SchemaState {
        try await database.read { try state($0) }
    }
}
