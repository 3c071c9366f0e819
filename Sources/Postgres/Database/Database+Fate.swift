import Logging

/// What became of a transaction whose COMMIT was not answered.
enum Fate: Sendable {
    case committed
    case aborted
    case unknown
}

extension LostCommit {
    func unknown(at place: Place) -> PostgresError {
        var error = PostgresError(.commitUnknown, "COMMIT of transaction \(number) was not answered", place: place)
        error.detail = self.error.message
        return error
    }
}

extension Database {
    /// Asks the server, on a new connection, until it knows or the time for asking is over.
    ///
    /// The task's cancellation does not stop the question: what was sent has to be accounted for.
    func fate(of loss: LostCommit) async -> Fate {
        logger.warning("the answer to COMMIT was lost", metadata: ["transaction": "\(loss.number)"])
        let asking = Task { await ask(after: loss) }
        let fate = await asking.value
        logger.warning("the fate of a lost COMMIT", metadata: ["transaction": "\(loss.number)", "fate": "\(fate)"])
        return fate
    }

    private func ask(after loss: LostCommit) async -> Fate {
        let clock = ContinuousClock()
        let end = clock.now + configuration.commitTimeout
        let patience = clock.now + configuration.commitTimeout / 4
        var pause = Duration.milliseconds(5)
        repeat {
            if let fate = await answer(about: loss, isPatient: clock.now < patience) { return fate }
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(500))
        } while clock.now < end
        return .unknown
    }

    /// Nil when it is worth asking again.
    private func answer(about loss: LostCommit, isPatient: Bool) async -> Fate? {
        let link = Link()
        guard (try? await link.open(configuration, logger: logger)) != nil else { return nil }
        link.canceller.open()
        let ending = await link.lend { try $0.fate(of: loss, isPatient: isPatient) }
        await link.close()
        guard case .finished(.success(let fate), _) = ending else { return nil }
        return fate
    }
}

extension Connection {
    fileprivate func fate(of loss: LostCommit, isPatient: Bool) throws -> Fate? {
        let place = Place(file: "commit", line: 0)
        // A standby knows neither its future timeline nor the end of a running transaction.
        guard try control("SELECT pg_is_in_recovery()", place).text(column: 0) == "f" else { return nil }
        let identity = ClusterIdentity(
            try control(ClusterIdentity.query.replacing("pg_current_xact_id()", with: "NULL"), place)
        )
        guard identity.isSame(as: loss.cluster) else { return .unknown }
        let status: String?
        do {
            status = try control("SELECT pg_xact_status('\(loss.number)')", place).text(column: 0)
        } catch let error as PostgresError where error.sqlState == .invalidParameterValue {
            // "in the future": the server has forgotten that it ever gave out this number.
            return .unknown
        }
        switch status {
        case "committed": return .committed
        case "aborted": return .aborted
        case "in progress":
            if !isPatient { try endBackend(of: loss.number, place) }
            return nil
        default: return .unknown
        }
    }

    /// Ends the server process that still waits for a client that is gone; it is found by the very transaction.
    private func endBackend(of number: UInt64, _ place: Place) throws {
        try control(
            """
            SELECT pg_terminate_backend(pid)
            FROM pg_stat_activity
            WHERE backend_xid = '\(number)'::xid8::xid
            """,
            place
        )
    }
}
