/// Reads a row as a keyed container, one column for each property.
struct RowDecoder: Decoder {
    let row: Row
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func value<Value: Decodable>(_ type: Value.Type) throws -> Value {
        do {
            return try Value(from: self)
        } catch let error as DecodingError {
            throw PostgresError(
                .decoding,
                "\(Value.self) cannot be read from the row: \(error)",
                place: row.result.place
            )
        }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(RowContainer(row: row))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw PostgresError(.decoding, "a row cannot be read as a sequence", place: row.result.place)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        CellDecoder(row: row, column: 0)
    }
}

/// The columns of a row under the names of a struct's properties.
struct RowContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let row: Row
    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] { row.result.columns.compactMap { Key(stringValue: $0.name) } }

    func contains(_ key: Key) -> Bool { row.result.column(for: key.stringValue) != nil }

    func decodeNil(forKey key: Key) throws -> Bool {
        try row.result.withBytes(row: row.index, column: column(key)) { bytes, _ in bytes == nil }
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try CellDecoder(row: row, column: column(key)).decode(type)
    }

    // The types the compiler asks for by name go straight to their decoding.
    func decode(_: Bool.Type, forKey key: Key) throws -> Bool { try fast(key) }
    func decode(_: String.Type, forKey key: Key) throws -> String { try fast(key) }
    func decode(_: Double.Type, forKey key: Key) throws -> Double { try fast(key) }
    func decode(_: Int.Type, forKey key: Key) throws -> Int { try fast(key) }
    func decode(_: Int16.Type, forKey key: Key) throws -> Int16 { try fast(key) }
    func decode(_: Int32.Type, forKey key: Key) throws -> Int32 { try fast(key) }
    func decode(_: Int64.Type, forKey key: Key) throws -> Int64 { try fast(key) }
    func decode(_: UInt64.Type, forKey key: Key) throws -> UInt64 { try fast(key) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        throw row.result.error(column: try column(key), as: Any.self, "a column has no nested container")
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw row.result.error(column: try column(key), as: Any.self, "a column has no nested container")
    }

    func superDecoder() -> any Decoder { RowDecoder(row: row) }
    func superDecoder(forKey key: Key) -> any Decoder { RowDecoder(row: row) }

    private func fast<Value: PostgresDecodable>(_ key: Key) throws -> Value {
        try row.result.value(row: row.index, column: column(key), as: Value.self)
    }

    private func column(_ key: Key) throws -> Int {
        guard let column = row.result.column(for: key.stringValue) else {
            throw row.result.missing(column: key.stringValue)
        }
        return column
    }
}
