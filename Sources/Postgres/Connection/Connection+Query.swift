extension Connection {
    /// Runs a statement and returns its rows for reading column by column, the fast path.
    public func rows(_ sql: SQL, file: StaticString = #fileID, line: Int = #line) throws -> Rows {
        Rows(try perform(sql, Place(file, line)))
    }

    /// Runs a statement and returns the number of rows it changed.
    @discardableResult
    public func execute(_ sql: SQL, file: StaticString = #fileID, line: Int = #line) throws -> Int {
        try perform(sql, Place(file, line)).affectedRows
    }

    /// Runs a statement and reads each row's first column.
    public func all<Value: PostgresDecodable>(
        _ sql: SQL,
        as type: Value.Type = Value.self,
        file: StaticString = #fileID,
        line: Int = #line
    ) throws -> [Value] {
        try Rows(perform(sql, Place(file, line))).map { try $0[0] }
    }

    /// Runs a statement and reads each row as a struct, columns by name.
    @_disfavoredOverload
    public func all<Value: Decodable>(
        _ sql: SQL,
        as type: Value.Type = Value.self,
        file: StaticString = #fileID,
        line: Int = #line
    ) throws -> [Value] {
        try Rows(perform(sql, Place(file, line))).map { try $0.decode(as: type) }
    }

    /// Runs a statement and reads the first column of the first row; nil when there is no row.
    public func first<Value: PostgresDecodable>(
        _ sql: SQL,
        as type: Value.Type = Value.self,
        file: StaticString = #fileID,
        line: Int = #line
    ) throws -> Value? {
        try Rows(perform(sql, Place(file, line))).first.map { try $0[0] }
    }

    /// Runs a statement and reads the first row as a struct; nil when there is no row.
    @_disfavoredOverload
    public func first<Value: Decodable>(
        _ sql: SQL,
        as type: Value.Type = Value.self,
        file: StaticString = #fileID,
        line: Int = #line
    ) throws -> Value? {
        try Rows(perform(sql, Place(file, line))).first.map { try $0.decode(as: type) }
    }

    /// Runs a statement that must return exactly one row, and reads its first column.
    public func one<Value: PostgresDecodable>(
        _ sql: SQL,
        as type: Value.Type = Value.self,
        file: StaticString = #fileID,
        line: Int = #line
    ) throws -> Value {
        try onlyRow(sql, Place(file, line))[0]
    }

    /// Runs a statement that must return exactly one row, and reads it as a struct.
    @_disfavoredOverload
    public func one<Value: Decodable>(
        _ sql: SQL,
        as type: Value.Type = Value.self,
        file: StaticString = #fileID,
        line: Int = #line
    ) throws -> Value {
        try onlyRow(sql, Place(file, line)).decode(as: type)
    }

    private func onlyRow(_ sql: SQL, _ place: Place) throws -> Row {
        let rows = Rows(try perform(sql, place))
        guard rows.count == 1, let row = rows.first else {
            var error = PostgresError(.decoding, "expected one row, got \(rows.count)", place: place)
            error.statement = sql.text
            throw error
        }
        return row
    }

    /// Runs many statements in one go with the simple protocol, without parameters or results.
    ///
    /// Outside a transaction they are one implicit transaction, unless they say BEGIN and COMMIT themselves.
    public func script(_ text: String, file: StaticString = #fileID, line: Int = #line) throws {
        try script(text, Place(file, line))
    }

    func script(_ text: String, _ place: Place) throws {
        try canceller.check()
        guard !text.utf8.contains(0) else {
            throw PostgresError(.usage, "the script holds a NUL character", place: place)
        }
        leavesTraces = true
        try control(text, place)
    }
}
