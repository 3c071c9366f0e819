import DequeModule

/// One question that many tasks ask at once, each about its own key: those that wait while a statement is under way go
/// together in the next one.
///
/// A statement of its own for each key costs the server ten times what the row does. The question takes all keys
/// (`WHERE id = ANY(\(keys))`), and each row says whose it is; a key without a row has no answer. It is a look-up as
/// those of `Database`: it only reads, and sees what was committed before it was asked. A cancelled task waits to the end
/// of its statement. Beyond `DatabaseConfiguration.lookUpQueue` waiting keys the next one throws `.poolExhausted`.
package final class KeyedLookUp<Key: Hashable & Sendable, Answer: Sendable>: Sendable {
    private typealias Asked = (key: Key, continuation: CheckedContinuation<Answer?, any Error>)

    private struct State {
        var waiting: Deque<Asked> = []
        var underWay = 0
    }

    /// Enough for what the server does to outweigh what a statement costs.
    private static var mostKeys: Int { 64 }

    private let database: Database
    private let place: Place
    private let question: @Sendable ([Key]) -> SQL
    private let read: @Sendable (Row) throws -> (Key, Answer)
    private let state = Guarded(State())

    /// - Parameters:
    ///   - question: A SELECT about all these keys.
    ///   - read: A row's key and what it says.
    package init(
        _ database: Database,
        file: StaticString = #fileID,
        line: Int = #line,
        question: @escaping @Sendable ([Key]) -> SQL,
        read: @escaping @Sendable (Row) throws -> (Key, Answer)
    ) {
        self.database = database
        place = Place(file, line)
        self.question = question
        self.read = read
    }

    /// What the database says of a key now; nil when it has no row.
    package func answer(of key: Key) async throws -> Answer? {
        try await withCheckedThrowingContinuation { continuation in
            let capacity = database.configuration.lookUpQueue
            let width = database.configuration.lookUpConnections
            let (isTaken, isFirst) = state.withLock { state in
                guard state.waiting.count < capacity else { return (false, false) }
                state.waiting.append((key, continuation))
                guard state.underWay < width else { return (true, false) }
                state.underWay += 1
                return (true, true)
            }
            guard isTaken else {
                let full = PostgresError(.poolExhausted, "too many look-ups wait", place: place)
                return continuation.resume(throwing: full)
            }
            if isFirst { Task { await self.ask() } }
        }
    }

    /// Asks about those who wait until nobody does.
    private func ask() async {
        while true {
            let asked = state.withLock { state in
                let asked = Array(state.waiting.prefix(Self.mostKeys))
                state.waiting.removeFirst(asked.count)
                if asked.isEmpty { state.underWay -= 1 }
                return asked
            }
            guard !asked.isEmpty else { return }
            do {
                let rows = try await database.lookUpRows(question(asked.map { $0.key }))
                var answers: [Key: Answer] = [:]
                answers.reserveCapacity(asked.count)
                for row in rows {
                    let (key, answer) = try read(row)
                    answers[key] = answer
                }
                for (key, continuation) in asked { continuation.resume(returning: answers[key]) }
            } catch {
                for (_, continuation) in asked { continuation.resume(throwing: error) }
            }
        }
    }
}
