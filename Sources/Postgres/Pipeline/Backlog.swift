import DequeModule

/// The look-ups that wait, and the lanes that serve them: any lane takes from the front.
final class Backlog: Sendable {
    struct State {
        var waiting: Deque<Entry> = []
        /// Those that were sent before; they come first, and each alone.
        var again: Deque<Entry> = []
        var underWay = 0
        /// The lanes at work or at rest, and how many of them have a connection.
        var lanes = 0
        var connected = 0
        /// The bells of all lanes, and of those at rest; one with a connection is rung first.
        var bells: [Bell] = []
        var resting: Deque<Bell> = []
        var isClosed = false
        /// Why the last connection could not be opened, until one can.
        var trouble: PostgresError?
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    let capacity: Int
    let width: Int
    /// How long a look-up waits for its turn.
    let patience: Duration
    let state = Guarded(State())

    init(_ configuration: DatabaseConfiguration) {
        capacity = configuration.lookUpQueue
        width = configuration.lookUpConnections
        patience = configuration.leaseTimeout
    }

    var statistics: LookUpStatistics {
        state.withLock { state in
            LookUpStatistics(
                connections: state.connected,
                waiting: state.waiting.count + state.again.count,
                underWay: state.underWay
            )
        }
    }

    /// What the arrival of a look-up asks for.
    enum Call {
        case none
        case ring(Bell)
        case startLane
        case refuse(PostgresError)
    }

    func add(_ lookUp: LookUp) -> Call {
        let entry = Entry(lookUp: lookUp, deadline: .now + patience)
        return state.withLock { state in
            if state.isClosed { return .refuse(PostgresError(.usage, "the database is closed", place: lookUp.place)) }
            guard state.waiting.count < capacity else {
                return .refuse(PostgresError(.poolExhausted, "too many look-ups wait", place: lookUp.place))
            }
            state.waiting.append(entry)
            if let bell = state.resting.popLast() { return .ring(bell) }
            guard state.lanes < width else { return .none }
            state.lanes += 1
            return .startLane
        }
    }

    /// Fails those who have waited too long, and tells how long until somebody else will have.
    @discardableResult
    func expire() -> Duration {
        let now = ContinuousClock.now
        let (late, trouble, next) = state.withLock { state in
            let late = state.again.removeBegun(before: now) + state.waiting.removeBegun(before: now)
            let next = [state.again.first, state.waiting.first].compactMap { $0?.deadline }.min()
            return (late, state.connected == 0 ? state.trouble : nil, next)
        }
        for entry in late {
            let late = PostgresError(.poolExhausted, "no connection became free in time", place: .lane)
            entry.lookUp.settle(.failure((trouble ?? late).at(entry.lookUp.place)))
        }
        return next.map { $0 - now } ?? patience
    }

    /// Refuses new look-ups, and returns when those that were asked are answered and every lane has ended.
    func close() async {
        await withCheckedContinuation { continuation in
            let (bells, isOver) = state.withLock { state in
                state.isClosed = true
                if state.lanes > 0 { state.closers.append(continuation) }
                return (state.bells, state.lanes == 0)
            }
            for bell in bells { bell.ring() }
            if isOver { continuation.resume() }
        }
    }

    /// Lets the lanes end, and does not wait for it.
    func abandon() {
        let bells = state.withLock { state in
            state.isClosed = true
            return state.bells
        }
        for bell in bells { bell.ring() }
    }
}

extension Deque<Entry> {
    fileprivate mutating func removeBegun(before now: ContinuousClock.Instant) -> [Entry] {
        let late = prefix { $0.deadline <= now }
        defer { removeFirst(late.count) }
        return Array(late)
    }
}
