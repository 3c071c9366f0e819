import DequeModule

/// One question that many ask at once, each about a key of its own: those that wait while a statement is under way go
/// together in the next one.
///
/// A statement of its own for each key costs the server ten times what the row does. The question takes all keys
/// (`WHERE id = ANY(\(keys.names))`), and each row says whose it is; a key without a row has no answer. It is a look-up as
/// those of `Database`: it only reads, and sees what was committed before it was asked. A cancelled task waits to the end
/// of its statement. Beyond `DatabaseConfiguration.lookUpQueue` waiting keys the next one fails with `.poolExhausted`, as
/// does one that has waited for `leaseTimeout`.
package final class KeyedLookUp: Sendable {
    /// Whose row is wanted, and where it lay last, for a question that goes by that.
    package struct Key: Sendable {
        package let name: String
        package let address: RowAddress?
    }

    /// Hears what the database says of a key now, nil when it has no row: mostly on a lane's thread, which it may not
    /// hold up.
    package typealias Hearer = @Sendable (Result<Row?, any Error>) -> Void

    private struct Asked {
        let key: Key
        let hearer: Hearer
        let deadline: ContinuousClock.Instant
    }

    private struct State {
        var waiting: Deque<Asked> = []
        var underWay = 0
        var isWatched = false
    }

    /// Enough for what the server does to outweigh what a statement costs: the most that go in one, and how many must
    /// wait before one goes beside another.
    private static let mostKeys = 32
    private static let fewestBeside = 24
    /// After this nobody waits for others to make a statement worth while: the one under way is slow.
    private static let patience = Duration.milliseconds(20)

    private let database: Database
    private let place: Place
    private let key: String
    private let question: @Sendable ([Key]) -> SQL
    private let state = Guarded(State())

    /// - Parameters:
    ///   - key: The column that says whose a row is.
    ///   - question: A SELECT about all these keys.
    package init(
        _ database: Database,
        key: String,
        file: StaticString = #fileID,
        line: Int = #line,
        question: @escaping @Sendable ([Key]) -> SQL
    ) {
        self.database = database
        self.key = key
        place = Place(file, line)
        self.question = question
    }

    /// What the database says of a key now; nil when it has no row.
    package func answer<Answer: Sendable>(
        of key: String,
        at address: RowAddress? = nil,
        read: @escaping @Sendable (Row) throws -> Answer
    ) async throws -> Answer? {
        // A lane's thread is none of Swift's: both locks state to the thread sanitizer that what it wrote comes first.
        defer { state.withLock { _ in } }
        return try await withCheckedThrowingContinuation { continuation in
            ask(key, at: address) { [self] row in
                let answer = Result { try row.get().map(read) }
                state.withLock { _ in }
                continuation.resume(with: answer)
            }
        }
    }

    /// The same for who does not wait; the hearer is called once.
    package func ask(_ key: String, at address: RowAddress? = nil, _ hearer: @escaping Hearer) {
        let deadline = ContinuousClock.now + database.configuration.leaseTimeout
        let asked = Asked(key: Key(name: key, address: address), hearer: hearer, deadline: deadline)
        let (isTaken, turn, isToBeWatched) = state.withLock { state in
            guard state.waiting.count < database.configuration.lookUpQueue else { return (false, [Asked](), false) }
            state.waiting.append(asked)
            let turn = nextTurn(&state)
            let isToBeWatched = !state.waiting.isEmpty && !state.isWatched
            if isToBeWatched { state.isWatched = true }
            return (true, turn, isToBeWatched)
        }
        guard isTaken else { return hearer(.failure(exhausted("too many look-ups wait"))) }
        if isToBeWatched { Task { await watch() } }
        ask(turn)
    }

    private func exhausted(_ words: String) -> PostgresError {
        PostgresError(.poolExhausted, words, place: place)
    }

    /// Looks after those who wait until nobody does.
    private func watch() async {
        while true {
            try? await Task.sleep(for: Self.patience)
            let now = ContinuousClock.now
            let (turn, late, isOver) = state.withLock { state in
                let late = Array(state.waiting.prefix { $0.deadline <= now })
                state.waiting.removeFirst(late.count)
                let turn = nextTurn(&state, fewestBeside: 1)
                if state.waiting.isEmpty { state.isWatched = false }
                return (turn, late, state.waiting.isEmpty)
            }
            for asked in late { asked.hearer(.failure(exhausted("no connection became free in time"))) }
            ask(turn)
            if isOver { return }
        }
    }

    /// Those who go in a statement now.
    private func nextTurn(_ state: inout State, fewestBeside: Int = KeyedLookUp.fewestBeside) -> [Asked] {
        let isWorthOne = state.underWay == 0 || state.waiting.count >= fewestBeside
        guard isWorthOne, state.underWay < database.configuration.lookUpConnections else { return [] }
        let turn = Array(state.waiting.prefix(Self.mostKeys))
        state.waiting.removeFirst(turn.count)
        if !turn.isEmpty { state.underWay += 1 }
        return turn
    }

    private func ask(_ asked: [Asked]) {
        guard !asked.isEmpty else { return }
        database.pipeline.ask(question(asked.map(\.key)), place) { [self] delivery in
            // The next ones go first, so that the server works on them while these are answered.
            ask(
                state.withLock { state in
                    state.underWay -= 1
                    return nextTurn(&state)
                }
            )
            do {
                let rows = Rows(try delivery.get().result)
                let places = try places(in: rows)
                for asked in asked { asked.hearer(.success(places[asked.key.name].map { rows[$0] })) }
            } catch {
                for asked in asked { asked.hearer(.failure(error)) }
            }
        }
    }

    private func places(in rows: Rows) throws -> [String: Int] {
        var places = [String: Int](minimumCapacity: rows.count)
        for (place, row) in rows.enumerated() { places[try row[key]] = place }
        return places
    }
}

extension [KeyedLookUp.Key] {
    package var names: [String] { map(\.name) }
    package var addresses: [RowAddress] { compactMap(\.address) }
}
