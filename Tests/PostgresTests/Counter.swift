import Synchronization

/// Counts what happens in closures that run at once.
final class Counter: Sendable {
    private let atomic = Atomic(0)

    var value: Int { atomic.load(ordering: .acquiring) }

    /// Counts one more, and returns which one it was.
    @discardableResult
    func next() -> Int {
        atomic.add(1, ordering: .acquiringAndReleasing).newValue
    }
}
