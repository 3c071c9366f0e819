extension Int: PostgresCodable {
    public static var postgresType: PostgresType { .int8 }

    public func encode(into bytes: inout ParameterBytes) { bytes.append(Int64(self)) }

    /// Reads int8, int4 and int2. sum() of int8 and avg() are numeric: cast them.
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws -> Int {
        Int(try Int64.decode(bytes, type: type))
    }
}

extension Int64: PostgresCodable {
    public static var postgresType: PostgresType { .int8 }

    public func encode(into bytes: inout ParameterBytes) { bytes.append(self) }

    public static func decode(_ bytes: RawSpan, type: PostgresType) throws -> Int64 {
        switch type {
        case .int8: try bytes.integer(Int64.self)
        case .int4: Int64(try bytes.integer(Int32.self))
        case .int2: Int64(try bytes.integer(Int16.self))
        default: throw PostgresMismatch.type(Self.self, hint: "cast it to int8")
        }
    }
}

extension Int32: PostgresCodable {
    public static var postgresType: PostgresType { .int4 }

    public func encode(into bytes: inout ParameterBytes) { bytes.append(self) }

    public static func decode(_ bytes: RawSpan, type: PostgresType) throws -> Int32 {
        switch type {
        case .int4: try bytes.integer(Int32.self)
        case .int2: Int32(try bytes.integer(Int16.self))
        default: throw PostgresMismatch.type(Self.self, hint: "cast it to int4")
        }
    }
}

extension Int16: PostgresCodable {
    public static var postgresType: PostgresType { .int2 }

    public func encode(into bytes: inout ParameterBytes) { bytes.append(self) }

    public static func decode(_ bytes: RawSpan, type: PostgresType) throws -> Int16 {
        guard type == .int2 else { throw PostgresMismatch.type(Self.self, hint: "cast it to int2") }
        return try bytes.integer(Int16.self)
    }
}

extension UInt32: PostgresCodable {
    /// PostgreSQL's unsigned 32 bits are its object identifiers.
    public static var postgresType: PostgresType { .oid }

    public func encode(into bytes: inout ParameterBytes) { bytes.append(self) }

    public static func decode(_ bytes: RawSpan, type: PostgresType) throws -> UInt32 {
        guard type == .oid || type == .xid else { throw PostgresMismatch.type(Self.self) }
        return try bytes.integer(UInt32.self)
    }
}

extension UInt64: PostgresCodable {
    /// PostgreSQL's unsigned 64 bits are its transaction identifiers, xid8.
    public static var postgresType: PostgresType { .xid8 }

    public func encode(into bytes: inout ParameterBytes) { bytes.append(self) }

    public static func decode(_ bytes: RawSpan, type: PostgresType) throws -> UInt64 {
        guard type == .xid8 else { throw PostgresMismatch.type(Self.self) }
        return try bytes.integer(UInt64.self)
    }
}
