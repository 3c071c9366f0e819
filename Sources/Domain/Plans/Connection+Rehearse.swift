import Postgres

extension Connection {
    /// Carries something out, and undoes it: what is planned is so exactly what will be done.
    func rehearse<Outcome>(_ body: () throws -> Outcome) throws -> Outcome {
        var outcome: Outcome?
        do {
            try savepoint {
                outcome = try body()
                throw Undo()
            }
        } catch is Undo {}
        guard let outcome else { throw Undo() }
        return outcome
    }

    private struct Undo: Error {}
}
