extension Connection {
    /// Runs a part of a transaction that may fail alone: an error undoes the part and is rethrown unchanged. Nests.
    @discardableResult
    public func savepoint<Outcome>(
        file: StaticString = #fileID,
        line: Int = #line,
        _ body: () throws -> Outcome
    ) throws -> Outcome {
        let place = Place(file, line)
        try canceller.check()
        guard !isIdle else { throw PostgresError(.usage, "a savepoint needs a transaction", place: place) }
        // Equal names nest: each command means the innermost.
        try control("SAVEPOINT registrar", place)
        do {
            let outcome = try body()
            try control("RELEASE SAVEPOINT registrar", place)
            return outcome
        } catch {
            guard !isLost, !isIdle else { throw error }
            // Should this fail too, the transaction stays failed and the first error is the one to tell.
            if (try? control("ROLLBACK TO SAVEPOINT registrar; RELEASE SAVEPOINT registrar", place)) != nil {
                failure = nil
            }
            throw error
        }
    }

    /// Runs a transaction inside a session's lease, which has none of its own; an error rolls back and is rethrown unchanged.
    @discardableResult
    public func transaction<Outcome>(
        file: StaticString = #fileID,
        line: Int = #line,
        _ body: (Connection) throws -> Outcome
    ) throws -> Outcome {
        try transaction(Place(file, line), body)
    }

    func transaction<Outcome>(_ place: Place, _ body: (Connection) throws -> Outcome) throws -> Outcome {
        try canceller.check()
        guard isIdle else {
            throw PostgresError(.usage, "a transaction is open already; use a savepoint", place: place)
        }
        failure = nil
        try control("BEGIN ISOLATION LEVEL READ COMMITTED", place)
        let outcome: Outcome
        do {
            outcome = try body(self)
            try canceller.check()
        } catch {
            rollback()
            throw error
        }
        try checkCommitted(control("COMMIT", place), place)
        return outcome
    }
}
