/// Look-ups: single statements that only read, sent together with those of other tasks over one or two connections.
///
/// For short questions by key: a slow one holds up those behind it. Each is a SELECT (or WITH, VALUES, TABLE) that sees
/// what was committed before it began; whatever writes, locks or changes the session is refused with `.usage`. One that
/// is lost with its connection is asked once more. A cancelled task stops waiting at once; the server works on. Beyond
/// `DatabaseConfiguration.lookUpQueue` waiting look-ups the next one throws `.poolExhausted`.
extension Database {
    /// The look-ups at this moment.
    public var lookUpStatistics: LookUpStatistics { pipeline.statistics }

    /// Looks up the first row's first column; nil when there is no row.
    public func lookUp<Value: PostgresDecodable>(
        _ sql: SQL,
        as type: Value.Type = Value.self,
        file: StaticString = #fileID,
        line: Int = #line
    ) async throws -> Value? {
        try await pipeline.rows(sql, Place(file, line)).first.map { try $0[0] }
    }

    /// Looks up the first row as a struct, columns by name; nil when there is no row.
    @_disfavoredOverload
    public func lookUp<Value: Decodable>(
        _ sql: SQL,
        as type: Value.Type = Value.self,
        file: StaticString = #fileID,
        line: Int = #line
    ) async throws -> Value? {
        try await pipeline.rows(sql, Place(file, line)).first.map { try $0.decode(as: type) }
    }

    /// Looks up each row's first column.
    public func lookUpAll<Value: PostgresDecodable>(
        _ sql: SQL,
        as type: Value.Type = Value.self,
        file: StaticString = #fileID,
        line: Int = #line
    ) async throws -> [Value] {
        try await pipeline.rows(sql, Place(file, line)).map { try $0[0] }
    }

    /// Looks up each row as a struct, columns by name.
    @_disfavoredOverload
    public func lookUpAll<Value: Decodable>(
        _ sql: SQL,
        as type: Value.Type = Value.self,
        file: StaticString = #fileID,
        line: Int = #line
    ) async throws -> [Value] {
        try await pipeline.rows(sql, Place(file, line)).map { try $0.decode(as: type) }
    }

    /// Looks up rows for reading column by column, the fast path.
    public func lookUpRows(_ sql: SQL, file: StaticString = #fileID, line: Int = #line) async throws -> Rows {
        try await pipeline.rows(sql, Place(file, line))
    }
}
