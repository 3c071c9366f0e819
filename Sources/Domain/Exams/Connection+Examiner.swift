import Postgres

extension Connection {
    /// Takes on the one role that reads the words and the keys of items, for as long as `body` runs.
    ///
    /// A guard against accidents: whatever else this transaction does, it does as the service, which reads neither.
    func asExaminer<Outcome>(_ body: () throws -> Outcome) throws -> Outcome {
        try execute("SET LOCAL ROLE registrar_examiner")
        do {
            let outcome = try body()
            try execute("RESET ROLE")
            return outcome
        } catch {
            // Where the server refused, the role goes with what is rolled back.
            _ = try? execute("RESET ROLE")
            throw error
        }
    }
}
