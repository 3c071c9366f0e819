import CPostgres
import Glibc

/// Wakes a thread that waits in poll(2): once rung it stays rung until it is hushed.
final class Bell: Sendable {
    private let counter: Int32

    init?() {
        counter = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        guard counter >= 0 else { return nil }
    }

    deinit {
        close(counter)
    }

    func ring() {
        _ = eventfd_write(counter, 1)
    }

    func hush() {
        var rings: eventfd_t = 0
        _ = eventfd_read(counter, &rings)
    }

    /// Waits until `socket` can be read, the time is over, or the bell rings; true when it rang.
    func wait(orReadable socket: Int32?, timeout: Duration? = nil) -> Bool {
        var watched = [pollfd(fd: counter, events: Int16(POLLIN), revents: 0)]
        if let socket { watched.append(pollfd(fd: socket, events: Int16(POLLIN), revents: 0)) }
        let milliseconds = timeout.map { Int32($0 / .milliseconds(1)) } ?? -1
        _ = poll(&watched, nfds_t(watched.count), milliseconds)
        return watched[0].revents != 0
    }
}

/// The bells of the listeners at work, so that closing the database can end them.
final class Listeners: Sendable {
    private struct State {
        var bells: [ObjectIdentifier: Bell] = [:]
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Guarded(State())

    /// False once closed.
    func add(_ bell: Bell) -> Bool {
        state.withLock { state in
            if !state.isClosed { state.bells[ObjectIdentifier(bell)] = bell }
            return !state.isClosed
        }
    }

    func remove(_ bell: Bell) {
        let closers = state.withLock { state in
            state.bells[ObjectIdentifier(bell)] = nil
            guard state.isClosed, state.bells.isEmpty else { return [CheckedContinuation<Void, Never>]() }
            defer { state.closers = [] }
            return state.closers
        }
        for closer in closers { closer.resume() }
    }

    /// Ends every listener and waits for it.
    func close() async {
        await withCheckedContinuation { continuation in
            let bells = state.withLock { state in
                state.isClosed = true
                if !state.bells.isEmpty { state.closers.append(continuation) }
                return Array(state.bells.values)
            }
            for bell in bells { bell.ring() }
            if bells.isEmpty { continuation.resume() }
        }
    }
}
