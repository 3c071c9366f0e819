import DequeModule

/// What a lane does with the backlog, always under its own bell.
extension Backlog {
    func enter(_ bell: Bell) {
        state.withLock { $0.bells.append(bell) }
    }

    /// The lane's end, which the last one tells to those who wait for it.
    func leave(_ bell: Bell?) {
        let closers = state.withLock { state in
            state.lanes -= 1
            state.bells.removeAll { $0 === bell }
            guard state.isClosed, state.lanes == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.closers = [] }
            return state.closers
        }
        for closer in closers { closer.resume() }
    }

    enum Turn {
        case work
        case rest
        case end
    }

    /// Puts a lane to rest when there is nothing to do.
    func turn(_ bell: Bell, isConnected: Bool) -> Turn {
        state.withLock { state in
            state.resting.removeAll { $0 === bell }
            guard state.again.isEmpty, state.waiting.isEmpty else { return .work }
            guard !state.isClosed else { return .end }
            if isConnected { state.resting.append(bell) } else { state.resting.prepend(bell) }
            return .rest
        }
    }

    /// Takes look-ups to send: one of those to be sent again, else some of the others.
    ///
    /// Again only one at a time: of several under way nobody could tell which one ended the server's process.
    func take(atMost limit: Int) -> Batch {
        let (entries, isAlone) = state.withLock { state in
            let isAlone = !state.again.isEmpty
            let entries = isAlone ? state.again.take(1) : state.waiting.take(limit)
            state.underWay += entries.count
            return (entries, isAlone)
        }
        return Batch(entries, isAlone: isAlone)
    }

    /// Ends what `take` began; look-ups to be sent again begin a new wait.
    func finish(_ batch: Batch) {
        let deadline = ContinuousClock.now + patience
        let bell: Bell? = state.withLock { state in
            state.underWay -= batch.size
            guard !batch.again.isEmpty else { return nil }
            for var entry in batch.again {
                entry.deadline = deadline
                state.again.append(entry)
            }
            return state.resting.popLast()
        }
        bell?.ring()
    }

    func gainConnection() {
        state.withLock { state in
            state.connected += 1
            state.trouble = nil
        }
    }

    func loseConnection() {
        state.withLock { $0.connected -= 1 }
    }

    /// No connection could be opened: where waiting is of no use those who wait are told at once, and true is returned.
    func hear(_ trouble: PostgresError) -> Bool {
        let isCurable = trouble.kind == .cannotConnect && !trouble.isFinal
        let told = state.withLock { state -> [Entry]? in
            state.trouble = trouble
            guard state.connected == 0, !isCurable || state.isClosed else { return nil }
            defer { (state.again, state.waiting) = ([], []) }
            return Array(state.again) + Array(state.waiting)
        }
        for entry in told ?? [] { entry.lookUp.settle(.failure(trouble.at(entry.lookUp.place))) }
        return told != nil
    }
}

extension Deque {
    /// Removes and returns the first elements, at most so many.
    fileprivate mutating func take(_ limit: Int) -> [Element] {
        let taken = Array(prefix(limit))
        removeFirst(taken.count)
        return taken
    }
}
