import CPostgres

/// One result of libpq, freed with its last user; it outlives its connection.
final class ResultSet {
    let handle: OpaquePointer
    /// The caller's place, for the errors of reading.
    let place: Place
    private(set) lazy var columns: [Column] = Self.columns(of: handle)
    /// Where the last look-up ended: rows are mostly read in the order of their columns, and all rows alike.
    private var hint = 0

    struct Column {
        let name: String
        /// Lower case without underscores, so that `cohort_id` is found as `cohortID`.
        let folded: String
        let type: PostgresType
    }

    init(_ handle: OpaquePointer, place: Place) {
        self.handle = handle
        self.place = place
    }

    deinit {
        PQclear(handle)
    }

    var rowCount: Int { Int(PQntuples(handle)) }

    /// The rows an INSERT, UPDATE, DELETE, MERGE, SELECT, FETCH or COPY reports.
    var affectedRows: Int { Int(String(cString: PQcmdTuples(handle))) ?? 0 }

    /// The command's tag, such as `COMMIT`.
    var tag: String { String(cString: PQcmdStatus(handle)) }

    func column(named name: String) -> Int? {
        find { $0.name == name }
    }

    /// Finds a column for a coding key: by its exact name, else by its letters alone.
    func column(for key: String) -> Int? {
        if let exact = column(named: key) { return exact }
        let folded = Self.fold(key)
        return find { $0.folded == folded }
    }

    private func find(_ isWanted: (Column) -> Bool) -> Int? {
        let count = columns.count
        var index = hint
        for _ in 0..<count {
            if index >= count { index = 0 }
            if isWanted(columns[index]) {
                hint = index + 1
                return index
            }
            index += 1
        }
        return nil
    }

    private static func columns(of handle: OpaquePointer) -> [Column] {
        (0..<PQnfields(handle)).map { index in
            let name = String(cString: PQfname(handle, index))
            return Column(name: name, folded: fold(name), type: PostgresType(oid: PQftype(handle, index)))
        }
    }

    private static func fold(_ name: String) -> String {
        name.contains("_") ? name.lowercased().filter { $0 != "_" } : name.lowercased()
    }
}

extension ResultSet {
    /// Reads one value; its errors name the column, the SQL type and the Swift type.
    func value<Value: PostgresDecodable>(row: Int, column: Int, as _: Value.Type) throws -> Value {
        try withBytes(row: row, column: column) { bytes, type in
            do {
                guard let bytes else { return try Value.decodeNull() }
                return try Value.decode(bytes.bytes, type: type)
            } catch let mismatch as PostgresMismatch {
                throw error(column: column, as: Value.self, mismatch.reason)
            }
        }
    }

    /// The bytes of one value, nil for NULL; valid inside `body` only.
    func withBytes<Outcome>(
        row: Int,
        column: Int,
        _ body: (UnsafeRawBufferPointer?, PostgresType) throws -> Outcome
    ) throws -> Outcome {
        guard row < rowCount, column >= 0, column < Int(PQnfields(handle)) else {
            throw PostgresError(.decoding, "there is no column \(column) in row \(row)", place: place)
        }
        let (row, column) = (Int32(row), Int32(column))
        let type = PostgresType(oid: PQftype(handle, column))
        guard PQgetisnull(handle, row, column) == 0 else { return try body(nil, type) }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(handle, row, column),
            count: Int(PQgetlength(handle, row, column))
        )
        return try body(bytes, type)
    }

    func error(column: Int, as wanted: Any.Type, _ reason: String) -> PostgresError {
        let column = columns[column]
        var error = PostgresError(
            .decoding,
            "column \(column.name) of type \(column.type), read as \(wanted): \(reason)",
            place: place
        )
        error.column = column.name
        return error
    }

    func missing(column name: String) -> PostgresError {
        let names = columns.map(\.name).joined(separator: ", ")
        var error = PostgresError(.decoding, "there is no column \(name) among \(names)", place: place)
        error.column = name
        return error
    }
}
