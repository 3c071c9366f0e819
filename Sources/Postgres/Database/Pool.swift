import DequeModule
import Logging

/// The connections of one database: lent first come, first served, opened when needed, thrown away when broken.
final class Pool: Sendable {
    fileprivate struct Waiter {
        let number: Int
        let continuation: CheckedContinuation<Link, any Error>
        let place: Place
        var timer: Task<Void, Never>?
    }

    fileprivate struct State {
        var idle: [Link] = []
        var waiters: Deque<Waiter> = []
        /// Idle and lent connections together.
        var open = 0
        var opening = 0
        var numbers = 0
        var isClosed = false
        /// Why the last connection could not be opened, until one can.
        var trouble: PostgresError?
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private let configuration: DatabaseConfiguration
    private let logger: Logger
    private let state = Guarded(State())

    init(_ configuration: DatabaseConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    var statistics: PoolStatistics {
        state.withLock { state in
            PoolStatistics(
                size: configuration.poolSize,
                open: state.open,
                idle: state.idle.count,
                waiting: state.waiters.count
            )
        }
    }

    /// Waits for a connection; throws `.poolExhausted` or `.cannotConnect` after the lease timeout.
    func acquire(_ place: Place) async throws -> Link {
        let number = state.withLock { state in
            state.numbers += 1
            return state.numbers
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enqueue(number, continuation, place)
            }
        } onCancel: {
            fail(number) { _, _ in CancellationError() }
        }
    }

    private func enqueue(_ number: Int, _ continuation: CheckedContinuation<Link, any Error>, _ place: Place) {
        let answer: Result<Link, any Error>? = state.withLock { state in
            if state.isClosed { return .failure(PostgresError(.usage, "the database is closed", place: place)) }
            // The handler may have run before there was a waiter to fail.
            if Task.isCancelled { return .failure(CancellationError()) }
            if state.waiters.isEmpty, let link = state.idle.popLast() { return .success(link) }
            var waiter = Waiter(number: number, continuation: continuation, place: place)
            waiter.timer = Task { [self, timeout = configuration.leaseTimeout] in
                guard (try? await Task.sleep(for: timeout)) != nil else { return }
                fail(number, with: Self.tooLate)
            }
            state.waiters.append(waiter)
            return nil
        }
        if let answer { continuation.resume(with: answer) } else { openIfWorthwhile() }
    }

    private static func tooLate(_ place: Place, _ trouble: PostgresError?) -> any Error {
        guard let trouble else {
            return PostgresError(.poolExhausted, "no connection became free in time", place: place)
        }
        return trouble.at(place)
    }

    /// Takes a waiter out of the queue with an error; nothing happens when it has its connection already.
    private func fail(_ number: Int, with error: (Place, PostgresError?) -> any Error) {
        let (waiter, trouble) = state.withLock { state in
            let index = state.waiters.firstIndex { $0.number == number }
            return (index.map { state.waiters.remove(at: $0) }, state.trouble)
        }
        guard let waiter else { return }
        waiter.timer?.cancel()
        waiter.continuation.resume(throwing: error(waiter.place, trouble))
    }

    /// Takes a connection back, for the first in the queue; a broken one is closed and perhaps replaced.
    func release(_ link: Link, isUsable: Bool) async {
        guard isUsable, offer(link, isNew: false) else {
            // Closed first, so that the server never sees more than the pool's size.
            await link.close()
            forgetOne()
            return
        }
    }

    private func forgetOne() {
        let closers = state.withLock { state in
            state.open -= 1
            return state.takeClosers()
        }
        for closer in closers { closer.resume() }
        openIfWorthwhile()
    }

    /// False when the pool is closed and has no use for the connection.
    private func offer(_ link: Link, isNew: Bool) -> Bool {
        let (isWanted, waiter): (Bool, Waiter?) = state.withLock { state in
            if isNew {
                state.opening -= 1
                state.open += 1
                state.trouble = nil
            }
            guard !state.isClosed else { return (false, nil) }
            guard let waiter = state.waiters.popFirst() else {
                state.idle.append(link)
                return (true, nil)
            }
            return (true, waiter)
        }
        waiter?.timer?.cancel()
        waiter?.continuation.resume(returning: link)
        return isWanted
    }

    /// Starts opening one more connection when more tasks wait than connections are being opened.
    private func openIfWorthwhile() {
        let isWorthwhile = state.withLock { state in
            guard !state.isClosed, state.opening < state.waiters.count else { return false }
            guard state.open + state.opening < configuration.poolSize else { return false }
            state.opening += 1
            return true
        }
        guard isWorthwhile else { return }
        Task { await open() }
    }

    /// Opens a connection for the queue, again and again while the server cannot be reached and somebody waits.
    private func open() async {
        var pause = Duration.milliseconds(50)
        while true {
            do {
                let link = Link()
                try await link.open(configuration, logger: logger)
                if !offer(link, isNew: true) { await release(link, isUsable: false) }
                return
            } catch {
                let trouble = error as? PostgresError ?? PostgresError(.cannotConnect, "\(error)", place: .pool)
                logger.warning("cannot connect to postgres", metadata: ["reason": "\(trouble.message)"])
                guard goOn(despite: trouble) else { return }
            }
            try? await Task.sleep(for: pause * Double.random(in: 0.5...1))
            pause = min(pause * 2, .seconds(1))
        }
    }

    /// After a refusal that time will not cure, the first waiter is told at once.
    private func goOn(despite trouble: PostgresError) -> Bool {
        let isCurable = trouble.kind == .cannotConnect && !trouble.isFinal
        let (goesOn, waiter, closers) = state.withLock { state -> (Bool, Waiter?, [CheckedContinuation<Void, Never>]) in
            state.trouble = trouble
            if isCurable, !state.isClosed, !state.waiters.isEmpty { return (true, nil, []) }
            state.opening -= 1
            return (false, isCurable ? nil : state.waiters.popFirst(), state.takeClosers())
        }
        for closer in closers { closer.resume() }
        if let waiter {
            waiter.timer?.cancel()
            waiter.continuation.resume(throwing: trouble.at(waiter.place))
            openIfWorthwhile()
        }
        return goesOn
    }

    /// Refuses new leases, and returns when every lease has ended and every connection is closed.
    func close() async {
        let (idle, waiters) = state.withLock { state in
            state.isClosed = true
            defer {
                state.idle = []
                state.waiters = []
            }
            return (state.idle, state.waiters)
        }
        for waiter in waiters {
            waiter.timer?.cancel()
            waiter.continuation.resume(throwing: PostgresError(.usage, "the database is closed", place: waiter.place))
        }
        for link in idle { await release(link, isUsable: false) }
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                if state.open + state.opening > 0 { state.closers.append(continuation) }
                return state.open + state.opening == 0
            }
            if isDone { continuation.resume() }
        }
    }
}

extension Pool.State {
    /// Those who wait for the end, once it has come.
    fileprivate mutating func takeClosers() -> [CheckedContinuation<Void, Never>] {
        guard isClosed, open + opening == 0 else { return [] }
        defer { closers = [] }
        return closers
    }
}
