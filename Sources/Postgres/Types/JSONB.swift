import FoundationEssentials

/// A Codable value as jsonb: sent with sorted keys and ISO 8601 dates (to the millisecond), read from jsonb or json.
public struct JSONB<Value: Codable & Sendable>: Sendable {
    /// The value itself.
    public var value: Value

    /// Wraps a value; one without a JSON form is refused when it is sent.
    public init(_ value: Value) {
        self.value = value
    }
}

extension JSONB: Equatable where Value: Equatable {}
extension JSONB: Hashable where Value: Hashable {}

extension JSONB: Codable {
    /// Reads the value without a wrapper.
    public init(from decoder: any Decoder) throws {
        value = try Value(from: decoder)
    }

    /// Writes the value without a wrapper.
    public func encode(to encoder: any Encoder) throws {
        try value.encode(to: encoder)
    }
}

extension JSONB: PostgresCodable {
    public static var postgresType: PostgresType { .jsonb }

    public func encode(into bytes: inout ParameterBytes) {
        do {
            let json = try JSONEncoder.postgres.encode(value)
            bytes.append(UInt8(1))
            bytes.append(contentsOf: json)
        } catch {
            bytes.fail("is a \(Value.self) that has no JSON form")
        }
    }

    public static func decode(_ bytes: RawSpan, type: PostgresType) throws -> JSONB {
        JSONB(try bytes.json(as: Value.self, type: type))
    }
}

extension RawSpan {
    /// The value of a jsonb or json column.
    func json<Value: Decodable>(as _: Value.Type, type: PostgresType) throws -> Value {
        guard type == .jsonb || type == .json else { throw PostgresMismatch.type(Value.self, hint: "cast it to jsonb") }
        // jsonb_send puts the version of its format, 1, before the text.
        let text = type == .jsonb ? extracting(droppingFirst: 1) : self
        let data = text.withUnsafeBytes { Data($0) }
        do {
            return try JSONDecoder.postgres.decode(Value.self, from: data)
        } catch {
            throw PostgresMismatch("its JSON is no \(Value.self)")
        }
    }
}

extension JSONEncoder {
    fileprivate static var postgres: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        }
        return encoder
    }
}

extension JSONDecoder {
    fileprivate static var postgres: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let text = try decoder.singleValueContainer().decode(String.self)
            let withFraction = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
            if let date = try? Date(text, strategy: withFraction) { return date }
            return try Date(text, strategy: Date.ISO8601FormatStyle())
        }
        return decoder
    }
}
