/// The growing binary form of parameters, in network byte order as PostgreSQL reads it.
public struct ParameterBytes: Sendable {
    var bytes: [UInt8] = []
    /// Why a value has no form the server would take; told when the statement is run.
    private(set) var failure: String?

    /// Appends an integer, most significant byte first.
    @inlinable
    public mutating func append(_ integer: some FixedWidthInteger) {
        withUnsafeBytes(of: integer.bigEndian) { append(contentsOf: $0) }
    }

    /// Appends raw bytes as they are.
    public mutating func append(contentsOf raw: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: raw)
    }

    /// Appends raw bytes as they are.
    public mutating func append(contentsOf raw: some Sequence<UInt8>) {
        bytes.append(contentsOf: raw)
    }

    /// Appends text as UTF-8; text with a NUL character fails, since PostgreSQL cannot store one.
    public mutating func append(text: String) {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        if bytes[start...].contains(0) { fail("holds a NUL character, which PostgreSQL text cannot store") }
    }

    /// Marks the value as one that cannot be sent; `reason` continues the sentence "parameter 3 …".
    public mutating func fail(_ reason: String) {
        failure = failure ?? reason
    }

    /// Appends a value preceded by its length in four bytes, the form of an array's element.
    mutating func append(counted value: some PostgresEncodable) {
        guard !value.isPostgresNull else { return append(Int32(-1)) }
        let start = bytes.count
        append(Int32(0))
        value.encode(into: &self)
        let length = UInt32(truncatingIfNeeded: bytes.count - start - 4)
        bytes[start] = UInt8(truncatingIfNeeded: length >> 24)
        bytes[start + 1] = UInt8(truncatingIfNeeded: length >> 16)
        bytes[start + 2] = UInt8(truncatingIfNeeded: length >> 8)
        bytes[start + 3] = UInt8(truncatingIfNeeded: length)
    }
}
