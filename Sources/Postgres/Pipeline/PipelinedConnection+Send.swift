import CPostgres

extension PipelinedConnection {
    /// Gives a batch to libpq, which keeps what the socket does not take.
    func send(_ batch: inout Batch) {
        if !chores.isEmpty {
            for chore in chores { put(chore.send(over: handle), .chore) }
            chores = []
            sync()
        }
        if !batch.isAlone { guardTransaction() }
        for (index, lookUp) in batch.lookUps.enumerated() where !isBroken {
            if batch.isAlone { guardTransaction() }
            if let error = send(lookUp, at: index, isAlone: batch.isAlone) { batch.refuse(index, with: error) }
            if batch.isAlone { sync() }
        }
        if !batch.isAlone { sync() }
    }

    private func guardTransaction() {
        let key = StatementCache.Key(text: Self.guarding.text, types: [])
        let statement = statements.statement(for: key) ?? enter(Self.guarding, key)
        if !put(send(Self.guarding, under: statement), .guarding) { isBroken = true }
    }

    /// Sends one look-up; returns why it was not sent.
    private func send(_ lookUp: LookUp, at index: Int, isAlone: Bool) -> PostgresError? {
        let sql = lookUp.sql
        let key = StatementCache.Key(text: sql.text, types: sql.parameters.types)
        let known = statements.statement(for: key)
        if known == nil, let reason = sql.reasonAgainstLookUp {
            return PostgresError(.usage, reason, place: lookUp.place).met(by: lookUp)
        }
        // What failed among neighbours goes unprepared: perhaps its preparation was the trouble.
        let isSent = isAlone ? sql.send(over: handle) : send(sql, under: known ?? enter(sql, key))
        return put(isSent, .lookUp(index)) || isBroken ? nil : error(nil, lookUp)
    }

    private func send(_ sql: SQL, under statement: StatementCache.Statement) -> Bool {
        isPreparing ? sql.sendPrepared(as: statement.name, over: handle) : sql.send(over: handle)
    }

    /// Enters a statement that was found fit; where nothing is prepared it is only remembered as such.
    private func enter(_ sql: SQL, _ key: StatementCache.Key) -> StatementCache.Statement {
        let statement = statements.make(leavesTraces: false)
        if isPreparing { put(sql.sendPreparation(as: statement.name, over: handle), .preparation(key)) }
        if let evicted = statements.insert(statement, for: key), isPreparing {
            chores.append("DEALLOCATE \(identifier: evicted.name)")
        }
        return statement
    }

    /// Ends a transaction; what failed before it fails nothing after it.
    private func sync() {
        if !put(PQpipelineSync(handle) == 1, .sync) { isBroken = true }
    }

    @discardableResult
    private func put(_ isSent: Bool, _ step: Step) -> Bool {
        if isSent { steps.append(step) } else if PQstatus(handle) != CONNECTION_OK { isBroken = true }
        return isSent
    }
}
