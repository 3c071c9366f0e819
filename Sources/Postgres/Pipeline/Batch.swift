import CPostgres

/// A look-up in the queue, and what befell it so far.
struct Entry: Sendable {
    let lookUp: LookUp
    /// Until when it waits for its turn.
    var deadline: ContinuousClock.Instant
    /// When it was first lost with its connection, of which it may have been the cause.
    var lost: ContinuousClock.Instant?
}

/// Look-ups sent together, and what becomes of each: answered, failed, or asked again.
struct Batch {
    /// True when each has a transaction of its own, so that its failure is nobody else's.
    let isAlone: Bool
    /// Those without an answer, at the places where they were sent.
    private var pending: [Entry?]
    /// Those to be asked once more, each alone.
    private(set) var again: [Entry] = []

    /// How many were taken from the backlog for it; some of them may have been cancelled since.
    let size: Int

    init(_ entries: [Entry], isAlone: Bool) {
        pending = entries.filter { !$0.lookUp.isSettled }
        size = entries.count
        self.isAlone = isAlone
    }

    var isEmpty: Bool { pending.isEmpty }

    /// At the start all of them.
    var lookUps: [LookUp] { pending.compactMap { $0?.lookUp } }

    func lookUp(_ index: Int) -> LookUp? { pending[index]?.lookUp }

    mutating func answer(_ index: Int, with result: OpaquePointer) {
        guard let lookUp = lookUp(index) else { return PQclear(result) }
        lookUp.settle(.success(Delivery(result: ResultSet(result, place: lookUp.place))))
        pending[index] = nil
    }

    /// It will not be asked again.
    mutating func refuse(_ index: Int, with error: PostgresError) {
        pending[index]?.lookUp.settle(.failure(error))
        pending[index] = nil
    }

    /// Among neighbours the failure may be theirs, so that it does not count.
    mutating func fail(_ index: Int, with error: PostgresError) {
        guard !isAlone, let entry = pending[index] else { return refuse(index, with: error) }
        again.append(entry)
        pending[index] = nil
    }

    /// The connection is gone: all that have no answer are asked again, but for one that has had its second chance.
    ///
    /// A look-up may be what kills the server's process; its second chance is one on a connection `opened` after the
    /// loss, so that a server that goes down with all its connections uses up no chance.
    mutating func lose(to loss: PostgresError, opened: ContinuousClock.Instant) {
        for case var entry? in pending {
            if let lost = entry.lost, opened > lost {
                entry.lookUp.settle(.failure(loss.met(by: entry.lookUp)))
            } else {
                entry.lost = entry.lost ?? .now
                again.append(entry)
            }
        }
        pending = []
    }
}
