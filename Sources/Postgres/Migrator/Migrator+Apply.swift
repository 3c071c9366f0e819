import CPostgres

extension Migrator {
    /// "registrar" in ASCII, cut to the bigint of an advisory lock.
    private static var lockKey: Int { 0x7265_6769_7374_7261 }

    /// Waits for other migrators; the session holds the lock until its lease ends.
    ///
    /// It asks again and again, because a statement that waited inside the server would keep a snapshot open, and the
    /// other migrator's CREATE INDEX CONCURRENTLY waits for old snapshots: a deadlock.
    func lock(_ connection: Connection, _ place: Place) throws {
        let attempt: SQL = "SELECT pg_try_advisory_lock(\(Self.lockKey))"
        while try Rows(connection.perform(attempt, place)).first?[0] != true { poll(nil, 0, 100) }
    }

    func makeTable(_ connection: Connection, _ place: Place) throws {
        let create: SQL = """
            CREATE TABLE IF NOT EXISTS schema_migration (
                name text PRIMARY KEY,
                checksum bytea NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                compatible boolean NOT NULL DEFAULT false
            )
            """
        _ = try connection.perform(create, place)
    }

    /// Runs one file and remembers it: together in one transaction, or one after the other for `-- no-transaction`.
    func apply(_ pending: Pending, _ connection: Connection, _ place: Place) throws {
        guard pending.file.runsInTransaction else {
            try run(pending.file, connection)
            return try remember(pending, connection, place)
        }
        try connection.transaction(place) { connection in
            _ = try connection.perform("SET LOCAL statement_timeout = 0", place)
            let before = try connection.transactionNumber(place)
            try run(pending.file, connection)
            guard try connection.transactionNumber(place) == before, !connection.isIdle else {
                throw refusal("\(pending.file.name) ends its transaction itself; leave BEGIN and COMMIT out", place)
            }
            try remember(pending, connection, place)
        }
    }

    /// Runs the text; an error's place is the file and the line in it.
    private func run(_ file: MigrationFile, _ connection: Connection) throws {
        do {
            try connection.script(file.text, Place(file: file.name, line: 1))
        } catch var error as PostgresError {
            let before = file.text.unicodeScalars.prefix(max(0, (error.position ?? 1) - 1))
            error.place = Place(file: file.name, line: 1 + before.count { $0 == "\n" }).description
            error.statement = nil
            throw error
        }
    }

    private func remember(_ pending: Pending, _ connection: Connection, _ place: Place) throws {
        _ = try connection.perform(
            """
            INSERT INTO schema_migration (name, checksum, compatible)
            VALUES (\(pending.file.name), \(pending.checksum), \(pending.file.isCompatible))
            ON CONFLICT (name) DO UPDATE
            SET checksum = excluded.checksum,
                compatible = excluded.compatible,
                applied_at = clock_timestamp()
            """,
            place
        )
    }
}

extension Connection {
    fileprivate func transactionNumber(_ place: Place) throws -> UInt64? {
        try Rows(perform("SELECT pg_current_xact_id()", place)).first?[0]
    }

    /// A pooler makes the process number up that it announces, and shares its sessions.
    func refusePooler(_ place: Place) throws {
        let actual: Int? = try Rows(perform("SELECT pg_backend_pid()", place)).first?[0]
        guard actual == announcedProcess else {
            throw PostgresError(.usage, "this needs a direct connection, not one through a pooler", place: place)
        }
    }
}
