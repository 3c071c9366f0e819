extension String: PostgresCodable {
    /// Left to the server, so that text goes into an enum, an inet or a jsonb column as it would in psql.
    public static var postgresType: PostgresType { .unspecified }
    public static var postgresElementType: PostgresType { .text }

    public func encode(into bytes: inout ParameterBytes) { bytes.append(text: self) }

    /// Reads the text types, enums, citext, json, jsonb and xid8; anything else wants a cast to text.
    public static func decode(_ bytes: RawSpan, type: PostgresType) throws -> String {
        switch type {
        case .text, .varchar, .bpchar, .name, .char, .unknown, .json, .xml:
            return bytes.text()
        case .jsonb:
            return bytes.extracting(droppingFirst: 1).text()
        case .xid8:
            return String(try bytes.integer(UInt64.self))
        case _ where type.isUserDefined && !bytes.containsZero():
            // An enum's or an extension type's binary form is its text; a composite's or a range's holds zero bytes.
            return bytes.text()
        default:
            throw PostgresMismatch.type(Self.self, hint: "cast it to text")
        }
    }
}

extension Substring: PostgresEncodable {
    public static var postgresType: PostgresType { String.postgresType }
    public static var postgresElementType: PostgresType { String.postgresElementType }

    public func encode(into bytes: inout ParameterBytes) { bytes.append(text: String(self)) }
}

extension RawSpan {
    /// The bytes as UTF-8, which the connection guarantees they are.
    func text() -> String {
        withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    func containsZero() -> Bool {
        withUnsafeBytes { $0.contains(0) }
    }
}
