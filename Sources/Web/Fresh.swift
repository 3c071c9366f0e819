import NIOConcurrencyHelpers

/// A reading that every request wants and that hardly ever changes: asked for again after five seconds.
final class Fresh<Value: Sendable>: Sendable {
    private struct Reading {
        let value: Value
        var freshUntil: ContinuousClock.Instant
    }

    private let read: @Sendable () async throws -> Value
    private let reading = NIOLockedValueBox<Reading?>(nil)

    init(_ read: @escaping @Sendable () async throws -> Value) {
        self.read = read
    }

    /// What was read last, however long ago.
    var lastKnown: Value? { reading.withLockedValue { $0?.value } }

    func value() async throws -> Value {
        let now = ContinuousClock.now
        let known = reading.withLockedValue { reading -> Value? in
            guard let last = reading, last.freshUntil > now else {
                // One asks anew; whoever comes meanwhile makes do with what is known.
                reading?.freshUntil = now + .seconds(1)
                return nil
            }
            return last.value
        }
        if let known { return known }
        let value = try await read()
        reading.withLockedValue { $0 = Reading(value: value, freshUntil: now + .seconds(5)) }
        return value
    }
}
