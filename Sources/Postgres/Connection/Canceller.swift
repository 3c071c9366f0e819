import CPostgres
import Dispatch

/// Interrupts one connection's statement from another thread, and never the next lease's: closing waits for a cancel under way.
///
/// Unchecked because of the `PGcancel` pointer, which libpq documents as safe to use from any thread; it is written once,
/// before the connection is first leased, and freed with this object.
final class Canceller: @unchecked Sendable {
    private struct State {
        var isOpen = false
        var isCancelled = false
    }

    private let state = Guarded(State())
    private let closing = DispatchSemaphore(value: 0)
    private let underWay = DispatchGroup()
    private var handle: OpaquePointer?

    deinit {
        PQfreeCancel(handle)
    }

    /// Takes what is needed to cancel; called once, before the first lease.
    func attach(to connection: OpaquePointer) {
        handle = PQgetCancel(connection)
    }

    /// Begins a lease.
    func open() {
        state.withLock { $0 = State(isOpen: true) }
    }

    var isCancelled: Bool {
        state.withLock(\.isCancelled)
    }

    /// Asked before each statement.
    func check() throws {
        if isCancelled { throw CancellationError() }
    }

    /// Interrupts the lease: at once when it waits for the server, else before its next statement.
    func cancel() {
        let isFirst = state.withLock { state in
            guard state.isOpen, !state.isCancelled else { return false }
            state.isCancelled = true
            underWay.enter()
            return true
        }
        guard isFirst else { return }
        // A queue of its own: the global ones have few threads, and this one may block on the network.
        DispatchQueue(label: "postgres cancel").async { self.interrupt() }
    }

    /// From here on nothing interrupts the connection; returns true when the lease was cancelled.
    @discardableResult
    func close() -> Bool {
        let wasCancelled = state.withLock { state in
            guard state.isOpen else { return false }
            state.isOpen = false
            return state.isCancelled
        }
        guard wasCancelled else { return isCancelled }
        closing.signal()
        underWay.wait()
        return true
    }

    /// A request that arrives before its statement does is ignored by the server, so it is repeated until the lease ends.
    private func interrupt() {
        var pause = 10
        repeat {
            var message = [CChar](repeating: 0, count: 256)
            PQcancel(handle, &message, Int32(message.count))
            pause = min(pause * 2, 500)
        } while closing.wait(timeout: .now() + .milliseconds(pause)) == .timedOut
        underWay.leave()
    }
}
