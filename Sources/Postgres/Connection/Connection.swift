import CPostgres
import Logging

/// One connection to PostgreSQL, lent to a closure for as long as that closure runs.
///
/// It blocks while the server works and is not Sendable: it cannot leave its closure, and nobody awaits while holding a
/// lock. Every operation throws `PostgresError`, or `CancellationError` when the task was cancelled.
public final class Connection {
    let handle: OpaquePointer
    let canceller: Canceller
    let logger: Logger
    private let notices: Notices
    private let isPreparing: Bool
    private var statements = StatementCache(capacity: 256)
    private var cursors = 0
    /// Set when a statement may have left session state behind, which the end of the lease clears.
    var leavesTraces = false
    /// What put the current transaction into its failed state.
    var failure: PostgresError?
    /// True when a write found that the server takes none: after a failover another one may be the primary.
    var isStranded = false
    /// Which cluster this is, learnt with the first write.
    var cluster: ClusterIdentity?

    init(opening configuration: DatabaseConfiguration, canceller: Canceller, logger: Logger) throws {
        handle = try Self.open(configuration)
        self.canceller = canceller
        self.logger = logger
        isPreparing = configuration.preparedStatements
        notices = Notices(logger: logger)
        notices.install(on: handle)
        canceller.attach(to: handle)
    }

    deinit {
        PQfinish(handle)
    }

    /// The server process, as the connection was told when it began; a pooler in between makes one up.
    var announcedProcess: Int { Int(PQbackendPID(handle)) }

    var isLost: Bool { PQstatus(handle) != CONNECTION_OK }

    var isIdle: Bool { PQtransactionStatus(handle) == PQTRANS_IDLE }

    var isFailed: Bool { PQtransactionStatus(handle) == PQTRANS_INERROR }

    /// Reads what came while nobody listened: false when the server has closed the connection or is about to.
    func isStillAlive() -> Bool {
        hear { _ in }
    }

    /// Takes what the socket holds without waiting, messages of NOTIFY among it; false when the connection is over.
    func hear(_ take: (Notification) -> Void) -> Bool {
        while !isLost, !notices.saidGoodbye {
            _ = PQisBusy(handle)
            while let message = PQnotifies(handle) {
                take(Notification(message.pointee))
                PQfreemem(message)
            }
            var socket = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
            guard poll(&socket, 1, 0) > 0 else { return true }
            guard PQconsumeInput(handle) == 1 else { return false }
        }
        return false
    }

    func nextCursorName() -> String {
        cursors += 1
        return "registrar_cursor_\(cursors)"
    }
}

// MARK: - One statement

extension Connection {
    /// Runs one statement with the extended protocol and binary results.
    func perform(_ sql: SQL, _ place: Place) throws -> ResultSet {
        try canceller.check()
        try sql.checkParameters(place)
        do {
            return try isPreparing ? performPrepared(sql, place) : performOnce(sql, place)
        } catch let error as PostgresError where error.isStalePlan {
            statements.removeAll()
            _ = PQexec(handle, "DEALLOCATE ALL").map(PQclear)
            // Inside a transaction the whole transaction is run again instead.
            guard isIdle else { throw error }
            return try isPreparing ? performPrepared(sql, place) : performOnce(sql, place)
        }
    }

    /// Runs one statement without preparing it.
    func performOnce(_ sql: SQL, _ place: Place) throws -> ResultSet {
        if Self.leavesTraces(sql.text) { leavesTraces = true }
        return try checked(answer(sql.send(over: handle)), sql.text, place)
    }

    private func performPrepared(_ sql: SQL, _ place: Place) throws -> ResultSet {
        let statement = try prepare(sql, place)
        if statement.leavesTraces { leavesTraces = true }
        return try checked(answer(sql.sendPrepared(as: statement.name, over: handle)), sql.text, place)
    }

    private func prepare(_ sql: SQL, _ place: Place) throws -> StatementCache.Statement {
        let key = StatementCache.Key(text: sql.text, types: sql.parameters.types)
        if let statement = statements.statement(for: key) { return statement }
        let statement = statements.make(leavesTraces: Self.leavesTraces(sql.text))
        _ = try checked(answer(sql.sendPreparation(as: statement.name, over: handle)), sql.text, place)
        if let evicted = statements.insert(statement, for: key) {
            try control("DEALLOCATE \(evicted.name)", place)
        }
        return statement
    }

    /// Runs text with the simple protocol, outside every cache and unaffected by cancellation.
    @discardableResult
    func control(_ text: String, _ place: Place) throws -> ResultSet {
        try checked(answer(PQsendQuery(handle, text) == 1), text, place)
    }

    /// Waits for the whole answer to what was sent: its first error if it has one, else its last result.
    ///
    /// PQexec would do for success, but of a dying connection it keeps the last error, which no longer says why.
    func answer(_ isSent: Bool) -> OpaquePointer? {
        guard isSent else { return nil }
        var answer: OpaquePointer?
        while let result = PQgetResult(handle) {
            if PQresultStatus(answer) == PGRES_FATAL_ERROR, answer != nil {
                PQclear(result)
                continue
            }
            PQclear(answer)
            answer = result
            switch PQresultStatus(result) {
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH: return answer
            default: break
            }
        }
        return answer
    }

    /// Turns libpq's answer into a result or an error, and remembers what a transaction failed of.
    func checked(_ raw: OpaquePointer?, _ text: String, _ place: Place) throws -> ResultSet {
        switch PQresultStatus(raw) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY, PGRES_SINGLE_TUPLE:
            if let raw { return ResultSet(raw, place: place) }
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            PQclear(raw)
            abandonCopy()
            throw PostgresError(.usage, "COPY is for copyIn and copyOut", place: place)
        default:
            break
        }
        defer { PQclear(raw) }
        let error = PostgresError(
            result: raw,
            isLost: isLost,
            connectionMessage: String(cString: PQerrorMessage(handle)),
            statement: text,
            place: place
        )
        if isFailed, failure == nil { failure = error }
        if error.sqlState == .queryCanceled, canceller.isCancelled { throw CancellationError() }
        throw error
    }
}

extension Notification {
    fileprivate init(_ message: PGnotify) {
        self.init(
            channel: String(cString: message.relname),
            payload: String(cString: message.extra),
            process: Int(message.be_pid),
            isBeginning: false
        )
    }
}
