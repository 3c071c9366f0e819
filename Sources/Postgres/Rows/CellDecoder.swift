/// Reads one column for a type that is Decodable but perhaps not PostgresDecodable, such as a plain raw-value enum.
struct CellDecoder: Decoder, SingleValueDecodingContainer {
    let row: Row
    let column: Int
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        throw unfit(type)
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw unfit([Any].self)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    func decodeNil() -> Bool {
        (try? row.result.withBytes(row: row.index, column: column) { bytes, _ in bytes == nil }) ?? true
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if let type = type as? any PostgresDecodable.Type, let value = try read(type) as? Value { return value }
        if let value = try fromJSON(type) { return value }
        guard !decodeNil() || type is any ExpressibleByNilLiteral.Type else {
            throw row.result.error(column: column, as: type, PostgresMismatch.null.reason)
        }
        do {
            return try Value(from: self)
        } catch let error as DecodingError {
            throw row.result.error(column: column, as: type, "\(error)")
        }
    }

    func decode(_: Bool.Type) throws -> Bool { try read(Bool.self) }
    func decode(_: String.Type) throws -> String { try read(String.self) }
    func decode(_: Double.Type) throws -> Double { try read(Double.self) }
    func decode(_: Float.Type) throws -> Float { Float(try read(Double.self)) }
    func decode(_: Int.Type) throws -> Int { try read(Int.self) }
    func decode(_: Int8.Type) throws -> Int8 { throw unfit(Int8.self) }
    func decode(_: Int16.Type) throws -> Int16 { try read(Int16.self) }
    func decode(_: Int32.Type) throws -> Int32 { try read(Int32.self) }
    func decode(_: Int64.Type) throws -> Int64 { try read(Int64.self) }
    func decode(_: UInt.Type) throws -> UInt { throw unfit(UInt.self) }
    func decode(_: UInt8.Type) throws -> UInt8 { try read(UInt8.self) }
    func decode(_: UInt16.Type) throws -> UInt16 { throw unfit(UInt16.self) }
    func decode(_: UInt32.Type) throws -> UInt32 { try read(UInt32.self) }
    func decode(_: UInt64.Type) throws -> UInt64 { try read(UInt64.self) }

    private func read<Value: PostgresDecodable>(_: Value.Type) throws -> Value {
        try row.result.value(row: row.index, column: column, as: Value.self)
    }

    /// A Decodable struct in a jsonb column is read from its JSON.
    private func fromJSON<Value: Decodable>(_ type: Value.Type) throws -> Value? {
        try row.result.withBytes(row: row.index, column: column) { bytes, sqlType in
            guard let bytes, sqlType == .jsonb || sqlType == .json else { return nil }
            do {
                return try bytes.bytes.json(as: type, type: sqlType)
            } catch let mismatch as PostgresMismatch {
                throw row.result.error(column: column, as: type, mismatch.reason)
            }
        }
    }

    private func unfit(_ type: Any.Type) -> PostgresError {
        row.result.error(column: column, as: type, "the type is neither PostgresDecodable nor over one raw value")
    }
}
