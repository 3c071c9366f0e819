public import FoundationEssentials

extension Bool: PostgresCodable {
    public static var postgresType: PostgresType { .bool }

    public func encode(into bytes: inout ParameterBytes) { bytes.append(UInt8(self ? 1 : 0)) }

    public static func decode(_ bytes: RawSpan, type: PostgresType) throws -> Bool {
        guard type == .bool else { throw PostgresMismatch.type(Self.self) }
        return try bytes.integer(UInt8.self) != 0
    }
}

extension Double: PostgresCodable {
    public static var postgresType: PostgresType { .float8 }

    public func encode(into bytes: inout ParameterBytes) { bytes.append(bitPattern) }

    /// Reads float8 and float4. A numeric would lose digits: cast it.
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws -> Double {
        switch type {
        case .float8: Double(bitPattern: try bytes.integer(UInt64.self))
        case .float4: Double(Float(bitPattern: try bytes.integer(UInt32.self)))
        default: throw PostgresMismatch.type(Self.self, hint: "cast it to float8")
        }
    }
}

extension Float: PostgresCodable {
    public static var postgresType: PostgresType { .float4 }

    public func encode(into bytes: inout ParameterBytes) { bytes.append(bitPattern) }

    public static func decode(_ bytes: RawSpan, type: PostgresType) throws -> Float {
        guard type == .float4 else { throw PostgresMismatch.type(Self.self, hint: "cast it to float4") }
        return Float(bitPattern: try bytes.integer(UInt32.self))
    }
}

extension UUID: PostgresCodable {
    public static var postgresType: PostgresType { .uuid }

    public func encode(into bytes: inout ParameterBytes) {
        withUnsafeBytes(of: uuid) { bytes.append(contentsOf: $0) }
    }

    public static func decode(_ bytes: RawSpan, type: PostgresType) throws -> UUID {
        guard type == .uuid, bytes.byteCount == 16 else { throw PostgresMismatch.type(Self.self) }
        return UUID(uuid: bytes.unsafeLoadUnaligned(as: uuid_t.self))
    }
}
