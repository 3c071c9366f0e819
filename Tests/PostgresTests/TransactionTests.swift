import Postgres
import TestSupport
import Testing

@Suite("Transactions")
struct TransactionTests {
    private struct Refused: Error, Equatable { let reason: String }

    private func lend(_ body: (Database) async throws -> Void) async throws {
        try await ScratchDatabase.lend { database in
            try await database.write { connection in
                try connection.script(
                    """
                    CREATE TABLE account (id int8 PRIMARY KEY, balance int8 NOT NULL);
                    INSERT INTO account SELECT n, 0 FROM generate_series(1, 10) AS n;
                    """
                )
            }
            try await body(database)
        }
    }

    @Test("what a write did is committed when it returns")
    func commits() async throws {
        try await lend { database in
            let changed = try await database.write { try $0.execute("UPDATE account SET balance = 5 WHERE id < 4") }
            #expect(changed == 3)
            #expect(try await database.one("SELECT sum(balance)::int8 FROM account") == 15)
        }
    }

    @Test("an error rolls back and is rethrown unchanged")
    func rollsBack() async throws {
        try await lend { database in
            await #expect(throws: Refused(reason: "full")) {
                try await database.write { connection in
                    try connection.execute("DELETE FROM account")
                    throw Refused(reason: "full")
                }
            }
            let left = try await database.one("SELECT count(*) FROM account", as: Int.self)
            #expect(left == 10)
        }
    }

    @Test("a read cannot write")
    func readsOnly() async throws {
        try await lend { database in
            let error = await #expect(throws: PostgresError.self) {
                try await database.read { _ = try $0.execute("DELETE FROM account") }
            }
            #expect(error?.sqlState == .readOnlyTransaction)
            #expect(error?.isUnavailable == true)
        }
    }

    @Test("a snapshot sees one state throughout, a read what is committed by then")
    func snapshots() async throws {
        try await lend { database in
            let url = database
            let before = try await url.snapshot { connection in
                let first = try connection.one("SELECT count(*) FROM account", as: Int.self)
                return (first, try connection.one("SHOW transaction_isolation", as: String.self))
            }
            #expect(before == (10, "repeatable read"))
            #expect(try await url.one("SHOW transaction_isolation") == "read committed")
        }
    }

    @Test("a violated constraint is named")
    func constraints() async throws {
        try await lend { database in
            let error = await #expect(throws: PostgresError.self) {
                try await database.write { _ = try $0.execute("INSERT INTO account VALUES (1, 0)") }
            }
            #expect(error?.sqlState == .uniqueViolation)
            #expect(error?.constraint == "account_pkey")
            #expect(error?.table == "account")
            #expect(error?.isUnavailable == false)
        }
    }

    @Test("an error a body hides from its caller is told by COMMIT")
    func hidden() async throws {
        try await lend { database in
            let error = await #expect(throws: PostgresError.self) {
                try await database.write { connection in
                    try connection.execute("DELETE FROM account")
                    _ = try? connection.execute("SELECT 1 / 0")
                }
            }
            #expect(error?.sqlState == .inFailedTransaction)
            let left = try await database.one("SELECT count(*) FROM account", as: Int.self)
            #expect(left == 10)
        }
    }

    @Test("savepoints nest, and a failed one takes only its own work with it")
    func savepoints() async throws {
        try await lend { database in
            try await database.write { connection in
                try connection.execute("DELETE FROM account WHERE id = 1")
                #expect(throws: Refused.self) {
                    try connection.savepoint {
                        try connection.execute("DELETE FROM account WHERE id = 2")
                        try connection.savepoint { try connection.execute("DELETE FROM account WHERE id = 3") }
                        throw Refused(reason: "no")
                    }
                }
                let error = #expect(throws: PostgresError.self) {
                    try connection.savepoint { _ = try connection.execute("INSERT INTO account VALUES (5, 0)") }
                }
                #expect(error?.sqlState == .uniqueViolation)
                try connection.savepoint { try connection.execute("DELETE FROM account WHERE id = 4") }
            }
            let left = try await database.read { try $0.all("SELECT id FROM account ORDER BY id", as: Int.self) }
            #expect(left == [2, 3, 5, 6, 7, 8, 9, 10])
        }
    }

    @Test("two transactions that deadlock both succeed in the end")
    func deadlocks() async throws {
        try await lend { database in
            let runs = Counter()
            @Sendable func cross(_ first: Int, _ second: Int) async throws {
                try await database.write { connection in
                    runs.next()
                    try connection.execute("UPDATE account SET balance = balance + 1 WHERE id = \(first)")
                    // Meets the other here: each goes on once both hold a row, or once the other has committed.
                    try connection.execute("SELECT pg_advisory_xact_lock_shared(\(first))")
                    try connection.script(
                        """
                        DO $$
                        BEGIN
                            FOR round IN 1..4000 LOOP
                                EXIT WHEN (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'
                                           AND database = (SELECT oid FROM pg_database
                                                           WHERE datname = current_database())) >= 2
                                    OR (SELECT sum(balance) FROM account) > 1;
                                PERFORM pg_sleep(0.005);
                            END LOOP;
                        END $$
                        """
                    )
                    try connection.execute("UPDATE account SET balance = balance + 1 WHERE id = \(second)")
                }
            }
            async let one: Void = cross(1, 2)
            async let two: Void = cross(2, 1)
            _ = try await (one, two)
            #expect(runs.value > 2)
            let balances = try await database.read { connection in
                try connection.all("SELECT balance FROM account WHERE id < 3", as: Int.self)
            }
            #expect(balances == [2, 2])
        }
    }

    @Test("a serialization failure runs the body again, whatever it threw")
    func serialization() async throws {
        try await lend { database in
            let runs = Counter()
            let outcome = try await database.write { connection in
                let run = runs.next()
                do {
                    try connection.execute("UPDATE account SET balance = balance + 1 WHERE id = 1")
                    if run < 3 { try connection.script("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$") }
                } catch {
                    throw Refused(reason: "translated")
                }
                return run
            }
            #expect(outcome == 3)
            #expect(try await database.one("SELECT balance FROM account WHERE id = 1") == 1)
        }
    }

    @Test("a body that was overtaken while it waited is undone and run again")
    func overtaken() async throws {
        try await lend { database in
            let runs = Counter()
            try await database.write { connection in
                try connection.execute("UPDATE account SET balance = balance + 1 WHERE id = 1")
                if runs.next() < 3 { throw PostgresError.overtaken() }
            }
            #expect(runs.value == 3)
            #expect(try await database.one("SELECT balance FROM account WHERE id = 1") == 1)
        }
    }

    @Test("a body that never succeeds is given up with its own error")
    func givesUp() async throws {
        try await lend { database in
            let runs = Counter()
            let error = await #expect(throws: PostgresError.self) {
                try await database.write { connection in
                    runs.next()
                    try connection.script("DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$")
                }
            }
            #expect(error?.sqlState == .deadlockDetected)
            #expect(runs.value == 10)
        }
    }

    @Test("a prepared statement outlives a change of its table")
    func stalePlans() async throws {
        try await ScratchDatabase.lend(poolSize: 1) { database in
            try await database.write { try $0.script("CREATE TABLE t (a int8); INSERT INTO t VALUES (1)") }
            @Sendable func columns() async throws -> [String] {
                try await database.read { try $0.rows("SELECT * FROM t").columns }
            }
            #expect(try await columns() == ["a"])
            try await database.write { try $0.script("ALTER TABLE t ADD COLUMN b int8") }
            #expect(try await columns() == ["a", "b"])
            try await database.session { connection in
                #expect(try connection.rows("SELECT * FROM t").columns == ["a", "b"])
                try connection.script("ALTER TABLE t ADD COLUMN c int8")
                #expect(try connection.rows("SELECT * FROM t").columns == ["a", "b", "c"])
                try connection.script("DEALLOCATE ALL")
                #expect(try connection.rows("SELECT * FROM t").count == 1)
            }
        }
    }

    @Test("more statements than are kept prepared")
    func evicts() async throws {
        try await ScratchDatabase.lend(poolSize: 1) { database in
            try await database.write { connection in
                for round in 0..<2 {
                    for number in 0..<300 {
                        let back = try connection.one(
                            "SELECT \(round)::int8 + \(unverified: "\(number)")",
                            as: Int.self
                        )
                        #expect(back == round + number)
                    }
                }
                let kept = try connection.one("SELECT count(*) FROM pg_prepared_statements", as: Int.self)
                #expect(kept == 256)
            }
        }
    }
}
