import DequeModule
import Postgres

/// Gathers reservations into batches: while a lane's transaction is in flight the next requests wait, then go as one.
///
/// A cohort belongs to one lane, so lanes never wait for each other's locks. A lane holds a bounded number of requests;
/// beyond it the answer is *unavailable*.
final class ReservationLanes: Sendable {
    private struct Waiting: Sendable {
        let request: SealedRequest
        let answer: CheckedContinuation<Reservation.Outcome, any Error>
    }

    private struct Lane {
        var waiting: Deque<Waiting> = []
        var isRunning = false
    }

    static let largestBatch = 256
    static let longestQueue = 4096

    private let store: Store
    private let lanes: [Guarded<Lane>.Box]

    init(count: Int, store: Store) {
        self.store = store
        lanes = (0..<max(1, count)).map { _ in Guarded.Box(Lane()) }
    }

    /// How many requests wait for their batch.
    var waiting: Int { lanes.reduce(0) { $0 + $1.state.withLock(\.waiting.count) } }

    func reserve(_ request: SealedRequest) async throws -> Reservation.Outcome {
        let lane = lanes[Int(bitPattern: UInt(bitPattern: request.cohort.hashValue) % UInt(lanes.count))]
        return try await withCheckedThrowingContinuation { continuation in
            let mustRun = lane.state.withLock { lane -> Bool? in
                guard lane.waiting.count < Self.longestQueue else { return nil }
                lane.waiting.append(Waiting(request: request, answer: continuation))
                defer { lane.isRunning = true }
                return !lane.isRunning
            }
            guard let mustRun else { return continuation.resume(throwing: Refusal.unavailable) }
            if mustRun { Task { await run(lane) } }
        }
    }

    private func run(_ lane: Guarded<Lane>.Box) async {
        while true {
            let batch = lane.state.withLock { lane -> [Waiting] in
                let batch = Array(lane.waiting.prefix(Self.largestBatch))
                lane.waiting.removeFirst(batch.count)
                lane.isRunning = !batch.isEmpty
                return batch
            }
            guard !batch.isEmpty else { return }
            await carryOut(batch)
        }
    }

    /// One transaction for the whole batch; a batch that fails whole is carried out one by one.
    private func carryOut(_ batch: [Waiting]) async {
        let requests = batch.map(\.request)
        do {
            let outcomes = try await store.write { try ReservationBatch(requests).carryOut(on: $0) }
            for (waiting, outcome) in zip(batch, outcomes) { waiting.answer.resume(with: outcome.mapError { $0 }) }
        } catch let refusal as Refusal {
            for waiting in batch { waiting.answer.resume(throwing: refusal) }
        } catch {
            guard batch.count > 1 else {
                batch[0].answer.resume(throwing: error)
                return
            }
            for waiting in batch { await carryOut([waiting]) }
        }
    }
}

extension Guarded where Value: Sendable {
    /// On the heap, so that an array can hold it.
    final class Box: Sendable {
        let state: Guarded<Value>

        init(_ value: sending Value) {
            state = Guarded(value)
        }
    }
}
