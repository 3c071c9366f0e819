/// The parameters of one statement, laid out in a single buffer so that sending them allocates next to nothing.
struct Parameters: Sendable {
    private struct Slot {
        var offset: Int
        /// Minus one is NULL.
        var length: Int
    }

    private(set) var types: [UInt32] = []
    private(set) var failure: String?
    private var buffer = ParameterBytes()
    private var slots: [Slot] = []

    var count: Int { slots.count }

    mutating func append<Value: PostgresEncodable>(_ value: Value) {
        types.append(Value.postgresType.oid)
        guard !value.isPostgresNull else { return slots.append(Slot(offset: 0, length: -1)) }
        let offset = buffer.bytes.count
        value.encode(into: &buffer)
        slots.append(Slot(offset: offset, length: buffer.bytes.count - offset))
        // libpq reads parameters in text form up to a NUL, and wants a pointer even for an empty value.
        buffer.append(UInt8(0))
        if failure == nil, let reason = buffer.failure { failure = "parameter \(count) \(reason)" }
    }

    mutating func append(_ other: Parameters) {
        let shift = buffer.bytes.count
        let before = count
        types += other.types
        buffer.append(contentsOf: other.buffer.bytes)
        slots += other.slots.map { Slot(offset: $0.offset + shift, length: $0.length) }
        if failure == nil, let reason = other.failure { failure = "after parameter \(before): \(reason)" }
    }

    /// What libpq's calls want, valid inside `body` only.
    struct Pointers {
        let count: Int32
        let types: UnsafePointer<UInt32>?
        let values: UnsafePointer<UnsafePointer<CChar>?>?
        let lengths: UnsafePointer<Int32>?
        let formats: UnsafePointer<Int32>?
    }

    func withPointers<Outcome>(_ body: (Pointers) throws -> Outcome) rethrows -> Outcome {
        try buffer.bytes.withUnsafeBytes { raw in
            let base = raw.bindMemory(to: CChar.self).baseAddress
            let values = slots.map { slot in slot.length < 0 ? nil : base.map { $0 + slot.offset } }
            let lengths = slots.map { Int32(truncatingIfNeeded: max(0, $0.length)) }
            // A type left to the server goes in text form, every other one in binary.
            let formats = types.map { Int32($0 == PostgresType.unspecified.oid ? 0 : 1) }
            return try types.withUnsafeBufferPointer { types in
                try values.withUnsafeBufferPointer { values in
                    try lengths.withUnsafeBufferPointer { lengths in
                        try formats.withUnsafeBufferPointer { formats in
                            try body(
                                Pointers(
                                    count: Int32(slots.count),
                                    types: types.baseAddress,
                                    values: values.baseAddress,
                                    lengths: lengths.baseAddress,
                                    formats: formats.baseAddress
                                )
                            )
                        }
                    }
                }
            }
        }
    }
}
