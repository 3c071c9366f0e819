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
        var name = name
        return name.withUTF8 { name in find { Self.isSame(name, $0) } }
    }

    /// Finds a column for a coding key: by its exact name, else by its letters alone, so that `cohort_id` is found as
    /// `cohortID`.
    func column(for key: String) -> Int? {
        var key = key
        return key.withUTF8 { key in find { Self.isSame(key, $0) } ?? find { Self.isAlike(key, $0) } }
    }

    /// Compares the names where libpq keeps them: every row of every look-up is read by them.
    private func find(_ isWanted: (UnsafePointer<CChar>) -> Bool) -> Int? {
        let count = Int(PQnfields(handle))
        var index = hint
        for _ in 0..<count {
            if index >= count { index = 0 }
            if isWanted(PQfname(handle, Int32(index))) {
                hint = index + 1
                return index
            }
            index += 1
        }
        return nil
    }

    private static func columns(of handle: OpaquePointer) -> [Column] {
        (0..<PQnfields(handle)).map { index in
            Column(
                name: String(cString: PQfname(handle, index)),
                type: PostgresType(oid: PQftype(handle, index))
            )
        }
    }

    private static func isSame(_ key: UnsafeBufferPointer<UInt8>, _ name: UnsafePointer<CChar>) -> Bool {
        for (index, octet) in key.enumerated() where UInt8(bitPattern: name[index]) != octet { return false }
        return name[key.count] == 0
    }

    /// Capitals of ASCII are its small letters, and underscores nothing.
    private static func isAlike(_ key: UnsafeBufferPointer<UInt8>, _ name: UnsafePointer<CChar>) -> Bool {
        var name = name
        for octet in key where octet != UInt8(ascii: "_") {
            while name.pointee == CChar(UInt8(ascii: "_")) { name += 1 }
            guard name.pointee != 0, small(UInt8(bitPattern: name.pointee)) == small(octet) else { return false }
            name += 1
        }
        while name.pointee == CChar(UInt8(ascii: "_")) { name += 1 }
        return name.pointee == 0
    }

    private static func small(_ octet: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(octet) ? octet + 32 : octet
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
