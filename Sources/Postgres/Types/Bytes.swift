public import FoundationEssentials

/// `[UInt8]` is bytea; a lone byte travels as int2, which is the smallest integer PostgreSQL has.
extension UInt8: PostgresCodable {
    public static var postgresType: PostgresType { .int2 }
    public static var postgresArrayType: PostgresType { .bytea }

    public func encode(into bytes: inout ParameterBytes) { bytes.append(Int16(self)) }

    public static func encode(array: [UInt8], into bytes: inout ParameterBytes) { bytes.append(contentsOf: array) }

    public static func decode(_ bytes: RawSpan, type: PostgresType) throws -> UInt8 {
        guard let value = UInt8(exactly: try Int16.decode(bytes, type: type)) else {
            throw PostgresMismatch("the value does not fit UInt8")
        }
        return value
    }

    public static func decode(arrayFrom bytes: RawSpan, type: PostgresType) throws -> [UInt8] {
        guard type == .bytea else { throw PostgresMismatch.type([UInt8].self) }
        return bytes.withUnsafeBytes { Array($0) }
    }
}

extension Data: PostgresCodable {
    public static var postgresType: PostgresType { .bytea }

    public func encode(into bytes: inout ParameterBytes) { bytes.append(contentsOf: self) }

    public static func decode(_ bytes: RawSpan, type: PostgresType) throws -> Data {
        guard type == .bytea else { throw PostgresMismatch.type(Self.self) }
        return bytes.withUnsafeBytes { Data($0) }
    }
}
