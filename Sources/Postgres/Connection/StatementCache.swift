/// The prepared statements of one connection by text and parameter types; the one unused for longest gives way.
struct StatementCache {
    struct Key: Hashable {
        let text: String
        let types: [UInt32]
    }

    struct Statement {
        let name: String
        /// True when running it may change the session, see `Connection.leavesTraces`.
        let leavesTraces: Bool
        fileprivate var lastUse = 0
    }

    private let capacity: Int
    private var entries: [Key: Statement] = [:]
    private var clock = 0

    init(capacity: Int) {
        self.capacity = capacity
    }

    mutating func statement(for key: Key) -> Statement? {
        clock += 1
        guard let index = entries.index(forKey: key) else { return nil }
        entries.values[index].lastUse = clock
        return entries.values[index]
    }

    /// A statement under a name no other of this connection had before.
    mutating func make(leavesTraces: Bool) -> Statement {
        clock += 1
        return Statement(name: "s\(clock)", leavesTraces: leavesTraces, lastUse: clock)
    }

    /// Remembers a statement; returns the one that has to go.
    mutating func insert(_ statement: Statement, for key: Key) -> Statement? {
        entries[key] = statement
        guard entries.count > capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) else {
            return nil
        }
        return entries.removeValue(forKey: oldest.key)
    }

    /// Forgets a statement that the server could not prepare.
    mutating func forget(_ key: Key) {
        entries[key] = nil
    }

    mutating func removeAll() {
        entries = [:]
    }
}
