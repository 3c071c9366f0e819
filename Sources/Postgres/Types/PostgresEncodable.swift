/// A value that can be a parameter, in the binary form of its PostgreSQL type.
///
/// An enum or an identifier over a raw value conforms by saying so: `enum State: String, PostgresCodable`.
public protocol PostgresEncodable: Sendable {
    /// The type the parameter is declared with. With `.unspecified` the value must be written as text.
    static var postgresType: PostgresType { get }

    /// The type of this value inside an array parameter, where nothing can be left to the server.
    static var postgresElementType: PostgresType { get }

    /// The type an array of this value is declared with.
    static var postgresArrayType: PostgresType { get }

    /// True for a value that is sent as NULL; only Optional says so.
    var isPostgresNull: Bool { get }

    /// Appends the value in PostgreSQL's form.
    func encode(into bytes: inout ParameterBytes)

    /// Appends a whole array of such values in PostgreSQL's form.
    static func encode(array: [Self], into bytes: inout ParameterBytes)
}

extension PostgresEncodable {
    public static var postgresElementType: PostgresType { postgresType }
    public static var postgresArrayType: PostgresType { postgresElementType.array }
    public var isPostgresNull: Bool { false }

    /// The layout of array_recv: dimensions, a flag for NULLs, the element type, size and lower bound, then the elements.
    public static func encode(array: [Self], into bytes: inout ParameterBytes) {
        guard postgresArrayType != .unspecified else {
            return bytes.fail("is an array of \(Self.self), for which PostgreSQL has no array type")
        }
        bytes.append(Int32(array.isEmpty ? 0 : 1))
        bytes.append(Int32(array.contains(where: \.isPostgresNull) ? 1 : 0))
        bytes.append(postgresElementType.oid)
        guard !array.isEmpty else { return }
        bytes.append(Int32(truncatingIfNeeded: array.count))
        bytes.append(Int32(1))
        for value in array { bytes.append(counted: value) }
    }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    public static var postgresType: PostgresType { RawValue.postgresType }
    public static var postgresElementType: PostgresType { RawValue.postgresElementType }
    public func encode(into bytes: inout ParameterBytes) { rawValue.encode(into: &bytes) }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    public static var postgresType: PostgresType { Wrapped.postgresType }
    public static var postgresElementType: PostgresType { Wrapped.postgresElementType }
    public static var postgresArrayType: PostgresType { Wrapped.postgresArrayType }

    public var isPostgresNull: Bool { self?.isPostgresNull ?? true }

    public func encode(into bytes: inout ParameterBytes) { self?.encode(into: &bytes) }
}

extension Array: PostgresEncodable where Element: PostgresEncodable {
    public static var postgresType: PostgresType { Element.postgresArrayType }

    public func encode(into bytes: inout ParameterBytes) { Element.encode(array: self, into: &bytes) }
}
