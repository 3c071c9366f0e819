import Logging

extension Database {
    /// How often a body is run before its error stands.
    private static let attempts = 10
    /// How many connections may be lost at BEGIN before that is an error.
    private static let beginnings = 3

    /// Runs a transaction until it is done, fails for good, or its fate cannot be known.
    func transact<Outcome: Sendable>(
        _ mode: TransactionMode,
        _ place: Place,
        _ body: @escaping @Sendable (Connection) throws -> Outcome
    ) async throws -> Outcome {
        var attempt = 0
        var losses = 0
        while true {
            switch try await lease(place, { try $0.transact(mode, place, body) }) {
            case .done(let outcome):
                return outcome
            case .neverBegan(let error):
                losses += 1
                guard losses < Self.beginnings else { throw error }
            case .again(let error, let reason):
                attempt += 1
                guard attempt < Self.attempts else { throw error }
                logger.info("transaction repeated", metadata: ["reason": "\(reason)", "attempt": "\(attempt)"])
                try await Task.sleep(for: .milliseconds(2 << min(attempt, 6)) * Double.random(in: 0.2...1))
            case .commitLost(let outcome, let loss):
                switch await fate(of: loss) {
                case .committed: return outcome
                case .unknown: throw loss.unknown(at: place)
                case .aborted:
                    attempt += 1
                    guard attempt < Self.attempts else { throw loss.error }
                }
            }
        }
    }
}
