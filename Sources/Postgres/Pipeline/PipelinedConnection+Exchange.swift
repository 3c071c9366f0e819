import CPostgres

extension PipelinedConnection {
    /// Sends a batch and settles its look-ups as the answers come, until all have come or the connection is over.
    ///
    /// Asks `patience` how long it may wait for the server before it asks again.
    func exchange(_ batch: inout Batch, patience: () -> Duration) {
        send(&batch)
        while loss == nil, !steps.isEmpty {
            // What a dying server still said is taken first: it tells which look-up it was at.
            if PQisBusy(handle) == 0 {
                take(PQgetResult(handle), &batch)
            } else if isBroken {
                end()
            } else {
                pump(patience)
            }
        }
        if isBroken { end() }
        if let loss { batch.lose(to: loss, opened: opened) }
    }

    /// Sends what is left to send, and waits for more of the answer.
    private func pump(_ patience: () -> Duration) {
        let unsent = PQflush(handle)
        guard unsent >= 0 else { return isBroken = true }
        wait(orWritable: unsent > 0, patience())
        isBroken = PQconsumeInput(handle) == 0
    }

    private func wait(orWritable: Bool, _ patience: Duration) {
        let events = orWritable ? POLLIN | POLLOUT : POLLIN
        var watched = pollfd(fd: socket, events: Int16(events), revents: 0)
        // Rounded up, since a wait that ends too early would only begin again.
        poll(&watched, 1, Int32(min(patience, .seconds(60)) / .milliseconds(1)) + 1)
    }

    /// Takes what libpq has: a result, or nothing when the first step's answer is whole.
    private func take(_ result: OpaquePointer?, _ batch: inout Batch) {
        switch PQresultStatus(result) {
        case PGRES_PIPELINE_SYNC:
            PQclear(result)
            steps.removeFirst()
        case _ where result != nil:
            PQclear(answer)
            answer = result
            if isLastWord(result) { end(with: error(result, nil, isLost: true)) }
        default:
            // Without an answer libpq has nothing to say, which only a broken connection explains.
            guard let answer else { return end() }
            self.answer = nil
            finish(steps.removeFirst(), with: answer, &batch)
        }
    }

    /// True for the server's farewell, and for what libpq says when there was none.
    private func isLastWord(_ result: OpaquePointer?) -> Bool {
        switch PostgresError.field(.severity, of: result) {
        case "FATAL", "PANIC": true
        case nil: PQresultStatus(result) == PGRES_FATAL_ERROR && PQstatus(handle) != CONNECTION_OK
        default: false
        }
    }

    private func finish(_ step: Step, with answer: OpaquePointer, _ batch: inout Batch) {
        let isGood = [PGRES_TUPLES_OK, PGRES_COMMAND_OK].contains(PQresultStatus(answer))
        switch step {
        case .lookUp(let index) where isGood:
            return batch.answer(index, with: answer)
        case .lookUp(let index):
            let error = failure(of: batch.lookUp(index), answer)
            if error.isStalePlan, !batch.isAlone { forgetStatements() }
            batch.fail(index, with: error)
        case .preparation(let key) where !isGood:
            statements.forget(key)
        case .guarding:
            unguarded = isGood ? nil : error(answer, nil)
        case .preparation, .chore, .sync:
            break
        }
        PQclear(answer)
    }

    private func failure(of lookUp: LookUp?, _ answer: OpaquePointer) -> PostgresError {
        if PQresultStatus(answer) == PGRES_PIPELINE_ABORTED, let unguarded {
            return unguarded.met(by: lookUp)
        }
        let error = error(answer, lookUp)
        return error.sqlState == .readOnlyTransaction ? error.asRefusedWrite() : error
    }

    /// The schema has changed: everything is prepared anew.
    private func forgetStatements() {
        statements.removeAll()
        chores = ["DEALLOCATE ALL"]
    }
}

extension PostgresError {
    /// The same error, as one look-up's.
    func met(by lookUp: LookUp?) -> Self {
        guard let lookUp else { return self }
        var error = at(lookUp.place)
        error.statement = lookUp.sql.text
        return error
    }

    /// Elsewhere this state means a server that takes no writes for now; a look-up that writes is wrong for good.
    fileprivate func asRefusedWrite() -> Self {
        var error = Self(.usage, "a look-up only reads: \(message)", place: .lane)
        error.place = place
        error.sqlState = sqlState
        error.statement = statement
        return error
    }
}
