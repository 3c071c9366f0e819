extension Connection {
    /// True for a statement that may change the session rather than the transaction.
    ///
    /// It errs on the careful side: a false alarm costs one round trip at the end of the lease.
    static func leavesTraces(_ text: String) -> Bool {
        let text = text.uppercased()
        let words = text.split(maxSplits: 3, whereSeparator: \.isWhitespace)
        switch words.first {
        case "SET":
            return !["LOCAL", "TRANSACTION", "CONSTRAINTS"].contains(words.dropFirst().first)
        case "LISTEN", "PREPARE", "LOAD", "DO", "CALL":
            return true
        case "CREATE" where words.contains("TEMP") || words.contains("TEMPORARY"):
            return true
        default:
            return text.contains("SET_CONFIG") || text.contains("WITH HOLD")
                || text.contains("ADVISORY_LOCK")
        }
    }

    /// Returns the connection to the state a new one has, but for its prepared statements: DISCARD ALL without DEALLOCATE.
    func clearTraces() throws {
        guard leavesTraces else { return }
        try control(
            """
            CLOSE ALL;
            SET SESSION AUTHORIZATION DEFAULT;
            RESET ALL;
            UNLISTEN *;
            SELECT pg_advisory_unlock_all();
            DISCARD TEMP;
            DISCARD SEQUENCES
            """,
            .pool
        )
        leavesTraces = false
    }
}
