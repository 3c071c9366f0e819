package import Synchronization

/// A value only one thread at a time can touch: a mutex whose order the thread sanitizer can follow.
///
/// On Linux the standard mutex locks inside a library the sanitizer does not look into, and every use would be a false
/// alarm; the atomic, written last and read first by each holder, states the same order where it is seen.
package struct Guarded<Value>: ~Copyable {
    @usableFromInline let mutex: Mutex<Value>
    @usableFromInline let seal = Atomic(0)

    @inlinable
    package init(_ value: consuming sending Value) {
        mutex = Mutex(value)
    }

    @inlinable
    package borrowing func withLock<Outcome: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Outcome
    ) throws(Failure) -> sending Outcome {
        try mutex.withLock { (value: inout sending Value) throws(Failure) -> sending Outcome in
            _ = seal.load(ordering: .acquiring)
            defer { seal.store(0, ordering: .releasing) }
            return try body(&value)
        }
    }
}
