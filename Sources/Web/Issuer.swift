import Domain
import NIOConcurrencyHelpers

/// The institute as last read, asked for again after five seconds: every answer names it, and it hardly ever changes.
final class Issuer: Sendable {
    private struct Reading {
        let institute: Institute
        var freshUntil: ContinuousClock.Instant
    }

    private let institutes: Institutes
    private let reading = NIOLockedValueBox<Reading?>(nil)

    init(_ institutes: Institutes) {
        self.institutes = institutes
    }

    /// What was read last, however long ago.
    var lastKnown: Institute? { reading.withLockedValue { $0?.institute } }

    func institute() async throws -> Institute {
        let now = ContinuousClock.now
        let known = reading.withLockedValue { reading -> Institute? in
            guard let last = reading, last.freshUntil > now else {
                // One asks anew; whoever comes meanwhile makes do with what is known.
                reading?.freshUntil = now + .seconds(1)
                return nil
            }
            return last.institute
        }
        if let known { return known }
        let institute = try await institutes.current()
        reading.withLockedValue { $0 = Reading(institute: institute, freshUntil: now + .seconds(5)) }
        return institute
    }
}
