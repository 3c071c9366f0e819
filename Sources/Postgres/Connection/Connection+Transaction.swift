/// What kind of transaction a lease is.
enum TransactionMode: Sendable {
    case read
    case snapshot
    case write

    var begin: String {
        switch self {
        case .read: "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY"
        case .snapshot: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case .write: "BEGIN ISOLATION LEVEL READ COMMITTED"
        }
    }
}

/// How one try at a transaction ended.
enum Verdict<Outcome: Sendable>: Sendable {
    case done(Outcome)
    /// The server asks for the transaction to be run again; `error` is what the body threw.
    case again(error: any Error, reason: PostgresError)
    /// The connection was lost before anything happened.
    case neverBegan(PostgresError)
    /// COMMIT was sent, and the connection was lost before its answer.
    case commitLost(Outcome, LostCommit)
}

extension Connection {
    /// Runs `body` as one transaction; its error rolls back and is rethrown unchanged.
    func transact<Outcome: Sendable>(
        _ mode: TransactionMode,
        _ place: Place,
        _ body: (Connection) throws -> Outcome
    ) throws -> Verdict<Outcome> {
        failure = nil
        let number: UInt64?
        do {
            number = try begin(mode, place)
        } catch let error as PostgresError where error.kind == .connectionLost {
            return .neverBegan(error)
        } catch let error as PostgresError where error.sqlState == .readOnlyTransaction {
            isStranded = true
            throw error
        }
        let outcome: Outcome
        do {
            outcome = try body(self)
            try canceller.check()
        } catch {
            let reason = isFailed ? failure : error as? PostgresError
            canceller.close()
            rollback()
            if mode == .write, reason?.sqlState == .readOnlyTransaction { isStranded = true }
            if let reason, reason.isWorthRepeating, !canceller.isCancelled {
                return .again(error: error, reason: reason)
            }
            throw error
        }
        return try commit(outcome, number: number, place)
    }

    /// Begins in one round trip; a write learns its transaction's number, by which a lost COMMIT can be asked after.
    private func begin(_ mode: TransactionMode, _ place: Place) throws -> UInt64? {
        guard mode == .write else {
            try control(mode.begin, place)
            return nil
        }
        if cluster == nil {
            do {
                let row = try control("\(mode.begin); \(ClusterIdentity.query)", place)
                cluster = ClusterIdentity(row)
                return row.number(column: 0)
            } catch let error as PostgresError where error.sqlState == .insufficientPrivilege {
                rollback()
                failure = nil
                // Without the right to know the cluster, a lost COMMIT will be reported as unknown.
                cluster = .hidden
            }
        }
        return try control("\(mode.begin); SELECT pg_current_xact_id()", place).number(column: 0)
    }

    /// Ends the transaction; from here on its answer is awaited even if the task is cancelled.
    private func commit<Outcome: Sendable>(
        _ outcome: Outcome,
        number: UInt64?,
        _ place: Place
    ) throws -> Verdict<Outcome> {
        canceller.close()
        guard !isLost else { throw PostgresError(.connectionLost, "the connection was lost", place: place) }
        do {
            try checkCommitted(control("COMMIT", place), place)
            return .done(outcome)
        } catch let error as PostgresError where error.kind == .connectionLost {
            guard let number else { return .done(outcome) }
            return .commitLost(outcome, LostCommit(number: number, cluster: cluster ?? .hidden, error: error))
        } catch let error as PostgresError where error.isWorthRepeating {
            return .again(error: error, reason: error)
        }
    }

    /// The server answers COMMIT with ROLLBACK when the body hid an error from it.
    func checkCommitted(_ result: ResultSet, _ place: Place) throws {
        guard result.tag != "COMMIT" else { return }
        let message = "the transaction had failed and was rolled back, although its body returned"
        var error = PostgresError(.server, failure.map { "\(message): \($0.message)" } ?? message, place: place)
        error.sqlState = .inFailedTransaction
        throw error
    }

    /// Ends whatever transaction is open. A connection on which that fails is found unusable when the lease returns.
    func rollback() {
        guard !isLost, !isIdle else { return }
        _ = try? control("ROLLBACK", Place(file: "lease", line: 0))
    }

    /// Makes the connection ready for a stranger; false when it cannot be.
    func finishLease() -> Bool {
        canceller.close()
        rollback()
        guard !isStranded else { return false }
        do {
            try clearTraces()
        } catch {
            return false
        }
        return !isLost && isIdle
    }
}
