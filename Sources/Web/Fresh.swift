import NIOConcurrencyHelpers

/// A reading that every request wants and that hardly ever changes: asked for again after five seconds.
final class Fresh<Value: Sendable>: Sendable {
    private struct Reading {
        let value: Value
        let readAt: ContinuousClock.Instant
        var askedAnewAt: ContinuousClock.Instant?
    }

    private let clock: @Sendable () -> ContinuousClock.Instant
    private let read: @Sendable () async throws -> Value
    private let reading = NIOLockedValueBox<Reading?>(nil)

    init(
        clock: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        _ read: @escaping @Sendable () async throws -> Value
    ) {
        self.clock = clock
        self.read = read
    }

    /// What was read last, however long ago.
    var lastKnown: Value? { reading.withLockedValue { $0?.value } }

    /// What was read within the last five seconds.
    var fresh: Value? {
        let now = clock()
        return reading.withLockedValue { $0.flatMap { now - $0.readAt < .seconds(5) ? $0.value : nil } }
    }

    /// What was read within the last five seconds; within the last minute while somebody asks anew.
    func value() async throws -> Value {
        let now = clock()
        let known = reading.withLockedValue { reading -> Value? in
            guard let last = reading, now - last.readAt < .seconds(60) else { return nil }
            if now - last.readAt < .seconds(5) { return last.value }
            // One asks anew, a second later another; whoever comes meanwhile makes do with what is known.
            if let asked = last.askedAnewAt, now - asked < .seconds(1) { return last.value }
            reading?.askedAnewAt = now
            return nil
        }
        if let known { return known }
        let value = try await read()
        reading.withLockedValue { reading in
            // Of two answers the one that was asked for later is the newer.
            if let last = reading, last.readAt > now { return }
            reading = Reading(value: value, readAt: now, askedAnewAt: nil)
        }
        return value
    }
}
