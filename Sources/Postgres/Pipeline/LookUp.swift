/// One look-up from its asking to its answer, which reaches the caller exactly once, whoever settles it first.
final class LookUp: Sendable {
    /// Hears the answer, mostly on a lane's thread, which it may not hold up.
    typealias Hearer = @Sendable (Result<Delivery, any Error>) -> Void

    private enum State {
        case asked
        case awaited(Hearer)
        case settled
    }

    let sql: SQL
    let place: Place
    private let state = Guarded(State.asked)

    init(_ sql: SQL, _ place: Place) {
        self.sql = sql
        self.place = place
    }

    var isSettled: Bool {
        state.withLock { state in
            if case .settled = state { true } else { false }
        }
    }

    /// Waits for the answer; the task's cancellation ends the waiting at once, while the server may still be at work.
    func answer(to ask: (LookUp) -> Void) async throws -> ResultSet {
        // The lane's thread is none of Swift's: this states to the thread sanitizer that what it wrote comes first.
        defer { state.withLock { _ in } }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // The handler may have run before there was anything to settle.
                guard begin({ continuation.resume(with: $0) }) else {
                    return continuation.resume(throwing: CancellationError())
                }
                ask(self)
            }
        } onCancel: {
            settle(.failure(CancellationError()))
        }.result
    }

    /// False when it was settled before anybody could hear of it.
    func begin(_ hearer: @escaping Hearer) -> Bool {
        state.withLock { state in
            guard case .asked = state else { return false }
            state = .awaited(hearer)
            return true
        }
    }

    /// Answers, unless somebody else has.
    func settle(_ outcome: Result<Delivery, any Error>) {
        let hearer: Hearer? = state.withLock { state in
            defer { state = .settled }
            guard case .awaited(let hearer) = state else { return nil }
            return hearer
        }
        hearer?(outcome)
    }
}

/// A result on its way from the lane to whoever asked.
///
/// Unchecked because a ResultSet is not Sendable: the lane lets go of it here, so that whoever asked becomes its only user.
struct Delivery: @unchecked Sendable {
    let result: ResultSet
}

extension SQL {
    /// Why this cannot be a look-up; nil for a query that leaves the session as it was.
    ///
    /// BEGIN, COMMIT or COPY would reach beyond their own statement, to its neighbours. That nothing is written is for
    /// the server to see to, see `PipelinedConnection.guarding`.
    var reasonAgainstLookUp: String? {
        let first = text.split(maxSplits: 1) { $0.isWhitespace || $0 == "(" }.first?.uppercased()
        guard let first, ["SELECT", "WITH", "VALUES", "TABLE"].contains(first) else {
            return "a look-up is a single SELECT"
        }
        return Connection.leavesTraces(text) ? "a look-up may not change its session" : nil
    }
}
