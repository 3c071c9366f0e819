import Foundation

extension JSON {
    /// A value as its `Encodable` says it.
    package init(encoding value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        self = try JSON.read(Array(encoder.encode(value)))
    }

    /// Reads a value of a type. Members that the type does not know are passed over; whoever trusts them must look here.
    package func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(canonical()))
    }
}
