import FoundationEssentials

/// A Codable value as jsonb: sent with sorted keys and dates as RFC 3339 (to the microsecond, as timestamptz holds them), read from jsonb or json.
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
            try container.encode(date.rfc3339)
        }
        return encoder
    }
}

extension JSONDecoder {
    fileprivate static var postgres: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            try Date(rfc3339: decoder.singleValueContainer().decode(String.self))
        }
        return decoder
    }
}

/// A moment that goes through JSON and back is the same one: what is hashed before is hashed after.
extension Date {
    /// `2027-01-22T14:00:00.123456Z`; a moment that timestamptz cannot hold is written to the second.
    fileprivate var rfc3339: String {
        guard let all = microsecondsSincePostgresEpoch else { return formatted(.iso8601) }
        let rest = (all % 1_000_000 + 1_000_000) % 1_000_000
        let second = Date(microsecondsSincePostgresEpoch: all - rest).formatted(.iso8601)
        return "\(second.dropLast()).\(String(rest + 1_000_000).dropFirst())Z"
    }

    /// As PostgreSQL and this type write it; digits past the microsecond are cut off.
    fileprivate init(rfc3339 text: String) throws {
        guard let point = text.firstIndex(of: ".") else {
            self = try Date(text, strategy: .iso8601)
            return
        }
        let behind = text[text.index(after: point)...]
        let digits = behind.prefix { $0.isASCII && $0.isNumber }
        let second = try Date(String(text[..<point] + behind.dropFirst(digits.count)), strategy: .iso8601)
        let microseconds = Int((digits + "000000").prefix(6)) ?? 0
        self.init(
            timeIntervalSinceReferenceDate: second.timeIntervalSinceReferenceDate + Double(microseconds) / 1_000_000
        )
    }
}
