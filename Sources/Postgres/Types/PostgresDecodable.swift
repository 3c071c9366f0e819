/// A value that can be read from one column of one row, in PostgreSQL's binary form.
public protocol PostgresDecodable {
    /// Reads a value that is not NULL; throws `PostgresMismatch` when `type` is not one this type can hold.
    static func decode(_ bytes: RawSpan, type: PostgresType) throws -> Self

    /// What NULL reads as; throws for every type but Optional.
    static func decodeNull() throws -> Self

    /// Reads a whole array of such values.
    static func decode(arrayFrom bytes: RawSpan, type: PostgresType) throws -> [Self]
}

/// A type that goes both ways.
public typealias PostgresCodable = PostgresDecodable & PostgresEncodable

/// Why one value could not be read; the library adds the column and the caller's place.
public struct PostgresMismatch: Error {
    let reason: String

    /// `reason` continues the sentence "column born is date: …".
    public init(_ reason: String) {
        self.reason = reason
    }

    /// The usual case: the SQL type is not one the Swift type can hold.
    public static func type(_ expected: Any.Type, hint: String? = nil) -> Self {
        Self("it cannot be read as \(expected)" + (hint.map { "; \($0)" } ?? ""))
    }

    static let null = Self("NULL was read into a type that is not optional")
}

extension PostgresDecodable {
    public static func decodeNull() throws -> Self { throw PostgresMismatch.null }

    /// The layout of array_send; only arrays of one dimension have a Swift shape.
    public static func decode(arrayFrom bytes: RawSpan, type: PostgresType) throws -> [Self] {
        var cursor = ByteCursor()
        guard type.isUserDefined || type.isArray else { throw PostgresMismatch.type([Self].self) }
        let dimensions = try cursor.integer(Int32.self, in: bytes)
        _ = try cursor.integer(Int32.self, in: bytes)
        let element = PostgresType(oid: try cursor.integer(UInt32.self, in: bytes))
        guard dimensions != 0 else { return [] }
        guard dimensions == 1 else { throw PostgresMismatch("only arrays of one dimension can be read") }
        let count = Int(try cursor.integer(Int32.self, in: bytes))
        _ = try cursor.integer(Int32.self, in: bytes)
        var values: [Self] = []
        values.reserveCapacity(count)
        for _ in 0..<count {
            let length = Int(try cursor.integer(Int32.self, in: bytes))
            if length < 0 {
                values.append(try decodeNull())
            } else {
                let range = try cursor.next(length, in: bytes)
                values.append(try decode(bytes.extracting(range), type: element))
            }
        }
        return values
    }
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws -> Self {
        let raw = try RawValue.decode(bytes, type: type)
        guard let value = Self(rawValue: raw) else { throw PostgresMismatch("no \(Self.self) has this value") }
        return value
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws -> Self {
        try Wrapped.decode(bytes, type: type)
    }

    public static func decodeNull() -> Self { nil }
}

extension Array: PostgresDecodable where Element: PostgresDecodable {
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws -> Self {
        try Element.decode(arrayFrom: bytes, type: type)
    }
}
