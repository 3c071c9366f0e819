import Postgres
import TestSupport
import Testing

@Suite("Look-ups")
struct LookUpTests {
    private struct Seat: Decodable, Equatable {
        let cohortID: Int
        let label: String?
        let tags: [String]
    }

    @Test("rows are read by column names, NULL is nil, and no row is nil")
    func reads() async throws {
        try await ScratchDatabase.lend { database in
            let seats: SQL = """
                SELECT n AS cohort_id, nullif('seat ' || n, 'seat 2') AS label, ARRAY['a', 'b'] AS tags
                FROM generate_series(1::int8, 3) AS n
                """
            let all = try await database.lookUpAll(seats, as: Seat.self)
            #expect(all.map(\.cohortID) == [1, 2, 3])
            #expect(all.map(\.label) == ["seat 1", nil, "seat 3"])
            #expect(try await database.lookUp(seats, as: Seat.self) == all.first)
            #expect(try await database.lookUp("\(seats) WHERE n > \(7)", as: Seat.self) == nil)
            #expect(try await database.lookUp("SELECT \("ü")::text", as: String.self) == "ü")
            #expect(try await database.lookUpAll("SELECT generate_series(1::int8, 3)", as: Int.self) == [1, 2, 3])
            #expect(try await database.lookUpAll("SELECT 1::int8 WHERE false", as: Int.self) == [])
            let nothing = try await database.lookUp("SELECT \(nil as Int?)", as: Int?.self)
            #expect(nothing == .some(nil))
            let rows = try await database.lookUpRows("SELECT 7::int8 AS a, true AS b")
            #expect(try rows[0]["a"] as Int == 7)
            #expect(rows.columns == ["a", "b"])
        }
    }

    @Test("what cannot be read is the caller's error, with the caller's place")
    func mismatches() async throws {
        try await ScratchDatabase.lend { database in
            let null = await #expect(throws: PostgresError.self) {
                try await database.lookUp("SELECT NULL::int8 AS a", as: Int.self)
            }
            #expect(null?.kind == .decoding)
            #expect(null?.column == "a")
            #expect(null?.place.hasPrefix("LookUpTests.swift:") == true)
            let unsendable = await #expect(throws: PostgresError.self) {
                try await database.lookUp("SELECT \("a\0b")", as: String.self)
            }
            #expect(unsendable?.kind == .usage)
        }
    }

    @Test("a statement is prepared once, whatever its values")
    func prepares() async throws {
        try await ScratchDatabase.lend(lookUpConnections: 1) { database in
            for number in 1...5 {
                #expect(try await database.lookUp("SELECT \(number) * 2", as: Int.self) == number * 2)
            }
            let prepared = try await database.lookUp(
                "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%* 2'",
                as: Int.self
            )
            #expect(prepared == 1)
        }
    }

    @Test("of more statements than a connection keeps, the oldest give way")
    func evicts() async throws {
        try await ScratchDatabase.lend(lookUpConnections: 1) { database in
            try await withThrowingTaskGroup { group in
                for number in 1...600 {
                    group.addTask {
                        let answer = try await database.lookUp(
                            "SELECT \(unverified: String(number))::int8",
                            as: Int.self
                        )
                        #expect(answer == number)
                    }
                }
                try await group.waitForAll()
            }
            // The first sends the last that were to go, the second counts.
            _ = try await database.lookUp("SELECT 0::int8", as: Int.self)
            let kept = try await database.lookUp("SELECT count(*) FROM pg_prepared_statements", as: Int.self)
            #expect((200...257).contains(kept ?? 0))
        }
    }

    @Test("a table that changes its shape is read in its new one")
    func stale() async throws {
        try await ScratchDatabase.lend(lookUpConnections: 1) { database in
            try await database.write { try $0.script("CREATE TABLE t (a int8); INSERT INTO t VALUES (1)") }
            for round in 1...3 {
                let rows = try await database.lookUpRows("SELECT * FROM t")
                #expect(rows.columns.count == round)
                try await database.write { try $0.script("ALTER TABLE t ADD COLUMN c\(round) int8") }
            }
            let prepared = try await database.lookUp(
                "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT *%'",
                as: Int.self
            )
            #expect(prepared == 1)
        }
    }

    @Test(
        "nothing but reading is allowed",
        arguments: [
            "BEGIN", "COMMIT", "ROLLBACK", "SET work_mem = '1MB'", "LISTEN news", "COPY t TO STDOUT", "VACUUM", "",
            "INSERT INTO t VALUES (1)", "SELECT set_config('work_mem', '1MB', false)", "SELECT pg_advisory_lock(1)",
            "WITH new AS (INSERT INTO t VALUES (1) RETURNING a) SELECT a FROM new", "SELECT a FROM t FOR UPDATE",
            "SELECT nextval('s')", "SELECT a INTO copy FROM t", "SELECT writing()",
        ]
    )
    func onlyReads(statement: String) async throws {
        try await ScratchDatabase.lend(lookUpConnections: 1) { database in
            try await database.write { connection in
                try connection.script(
                    """
                    CREATE TABLE t (a int8);
                    CREATE SEQUENCE s;
                    CREATE FUNCTION writing() RETURNS int8 LANGUAGE sql
                        AS $$ INSERT INTO t VALUES (1) RETURNING a $$;
                    """
                )
            }
            for _ in 1...2 {
                let error = await #expect(throws: PostgresError.self) {
                    try await database.lookUpRows("\(unverified: statement)")
                }
                #expect(error?.kind == .usage)
                #expect(error?.isUnavailable == false)
                #expect(error?.statement == statement)
                #expect(try await database.lookUp("SELECT count(*) FROM t", as: Int.self) == 0)
            }
            #expect(database.lookUpStatistics.connections == 1)
        }
    }

    @Test("one that fails among neighbours fails alone")
    func failsAlone() async throws {
        try await ScratchDatabase.lend(lookUpConnections: 1) { database in
            let barrier = try await Barrier(in: database)
            let first = await database.lookUpBehindBarrier()
            let bad: [(SQL, SQLState)] = [
                ("SELECT 1 / \(0)", SQLState(rawValue: "22012")), ("SELECT FROM FROM", .syntaxError),
                ("SELECT * FROM missing", .undefinedTable), ("SELECT \("ten")::text::int8", .invalidTextRepresentation),
            ]
            // All of them gather while the first is under way, and then go together.
            let outcomes = await withTaskGroup(of: (Int, Result<Int?, any Error>).self) { group in
                for number in 0..<40 {
                    let sql = number % 10 == 3 ? bad[number / 10].0 : "SELECT \(number)"
                    group.addTask {
                        do {
                            return (number, .success(try await database.lookUp(sql, as: Int.self)))
                        } catch {
                            return (number, .failure(error))
                        }
                    }
                    await database.waitForLookUps(number + 1)
                }
                try? await barrier.lift()
                return await group.reduce(into: [Int: Result<Int?, any Error>]()) { $0[$1.0] = $1.1 }
            }
            #expect(try await first.value == 0)
            for (number, outcome) in outcomes {
                if number % 10 == 3 {
                    let error = #expect(throws: PostgresError.self) { try outcome.get() }
                    #expect(error?.kind == .server)
                    #expect(error?.sqlState == bad[number / 10].1)
                    #expect(error?.place.hasPrefix("LookUpTests.swift:") == true)
                } else {
                    #expect(try outcome.get() == number)
                }
            }
            #expect(outcomes.count == 40)
            #expect(database.lookUpStatistics.connections == 1)
        }
    }
}
