import Domain
import NIOConcurrencyHelpers

/// How often one client may look certificates up: enough for a clerk with a pile of them, too little to try IDs out.
///
/// Counted by minutes and in this process alone; nothing is kept of who looked what up.
final class LookUpLimit: Sendable {
    static let mostPerMinute = 120
    /// A file takes the work of several look-ups.
    static let weightOfFile = 4
    /// A search in the register tells of many at once.
    static let weightOfSearch = 4
    /// IDs of a list that count as one look-up: a full list and its CSV fit into a minute.
    static let listedPerLookUp = 20
    /// Beyond it the count begins anew rather than to grow.
    private static let mostClients = 100_000

    private struct Minute {
        var end: ContinuousClock.Instant
        var counts: [String: Int] = [:]
    }

    private let minute = NIOLockedValueBox(Minute(end: .now))

    /// - Parameter client: nil for a direct loopback peer, which is not limited.
    func admit(_ client: String?, weight: Int = 1) throws {
        guard let client else { return }
        let now = ContinuousClock.now
        let count = minute.withLockedValue { minute -> Int in
            if minute.end <= now || minute.counts.count >= Self.mostClients { minute = Minute(end: now + .seconds(60)) }
            minute.counts[client, default: 0] += weight
            return minute.counts[client, default: 0]
        }
        guard count <= Self.mostPerMinute else {
            throw Refusal.tooMany(
                "look-ups-limited",
                "That were more than \(Self.mostPerMinute) look-ups in a minute. Wait a minute, then go on."
            )
        }
    }
}
