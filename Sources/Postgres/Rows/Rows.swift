/// The rows of one result, held in memory as the server sent them and decoded when looked at.
public struct Rows: RandomAccessCollection {
    let result: ResultSet

    /// Always 0.
    public let startIndex = 0
    /// The number of rows.
    public let endIndex: Int

    init(_ result: ResultSet) {
        self.result = result
        endIndex = result.rowCount
    }

    /// One row; reading past the end throws when a column is read.
    public subscript(position: Int) -> Row {
        Row(result: result, index: position)
    }

    /// The columns' names in the order of the result.
    public var columns: [String] { result.columns.map(\.name) }
}

/// One row; `try row["name"] as Int` is the fast path beside Decodable structs.
public struct Row {
    let result: ResultSet
    let index: Int

    /// Reads a column by its SQL name.
    public subscript<Value: PostgresDecodable>(name: String) -> Value {
        get throws {
            guard let column = result.column(named: name) else { throw result.missing(column: name) }
            return try result.value(row: index, column: column, as: Value.self)
        }
    }

    /// Reads a column by its place, counted from 0.
    public subscript<Value: PostgresDecodable>(column: Int) -> Value {
        get throws { try result.value(row: index, column: column, as: Value.self) }
    }

    /// Reads the whole row as a struct, columns by name: `cohort_id` fills `cohortID` or `cohortId`.
    public func decode<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try RowDecoder(row: self).value(type)
    }
}
