extension Connection {
    /// Reads a SELECT of any length, `batch` rows at a time, and returns how many there were; memory stays constant.
    ///
    /// It stands on a cursor, so `body` may run other statements and may throw to stop early.
    @discardableResult
    public func stream<Value: PostgresDecodable>(
        _ sql: SQL,
        as type: Value.Type = Value.self,
        batch: Int = 1000,
        file: StaticString = #fileID,
        line: Int = #line,
        _ body: (Value) throws -> Void
    ) throws -> Int {
        try stream(rowsOf: sql, batch: batch, Place(file, line)) { try body($0[0]) }
    }

    /// Reads a SELECT of any length into structs, `batch` rows at a time; memory stays constant.
    @_disfavoredOverload
    @discardableResult
    public func stream<Value: Decodable>(
        _ sql: SQL,
        as type: Value.Type = Value.self,
        batch: Int = 1000,
        file: StaticString = #fileID,
        line: Int = #line,
        _ body: (Value) throws -> Void
    ) throws -> Int {
        try stream(rowsOf: sql, batch: batch, Place(file, line)) { try body($0.decode(as: type)) }
    }

    /// Reads a SELECT of any length row by row, the fast path; memory stays constant.
    @discardableResult
    public func stream(
        rows sql: SQL,
        batch: Int = 1000,
        file: StaticString = #fileID,
        line: Int = #line,
        _ body: (Row) throws -> Void
    ) throws -> Int {
        try stream(rowsOf: sql, batch: batch, Place(file, line), body)
    }

    private func stream(rowsOf sql: SQL, batch: Int, _ place: Place, _ body: (Row) throws -> Void) throws -> Int {
        guard batch > 0 else { throw PostgresError(.usage, "a batch holds at least one row", place: place) }
        guard !isIdle else {
            // A cursor lives in a transaction; a session's lease has none.
            return try transaction(place) { try $0.stream(rowsOf: sql, batch: batch, place, body) }
        }
        let cursor = nextCursorName()
        _ = try performOnce("DECLARE \(unverified: cursor) NO SCROLL CURSOR FOR \(sql)", place)
        let fetch: SQL = "FETCH FORWARD \(unverified: String(batch)) FROM \(unverified: cursor)"
        var count = 0
        do {
            while true {
                try canceller.check()
                let rows = Rows(try performOnce(fetch, place))
                for row in rows { try body(row) }
                count += rows.count
                if rows.count < batch { break }
            }
        } catch {
            if !isLost, !isFailed { _ = try? control("CLOSE \(cursor)", place) }
            throw error
        }
        try control("CLOSE \(cursor)", place)
        return count
    }
}
