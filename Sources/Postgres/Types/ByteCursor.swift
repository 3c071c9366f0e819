/// A place in a value's bytes from which network byte order is read; running past the end is a mismatch, never a crash.
struct ByteCursor {
    private(set) var offset = 0

    mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(_: Value.Type, in span: RawSpan) throws -> Value {
        let range = try next(MemoryLayout<Value>.size, in: span)
        return Value(bigEndian: span.unsafeLoadUnaligned(fromByteOffset: range.lowerBound, as: Value.self))
    }

    /// The range of the next `count` bytes.
    mutating func next(_ count: Int, in span: RawSpan) throws -> Range<Int> {
        guard count >= 0, span.byteCount - offset >= count else {
            throw PostgresMismatch("its binary form is too short")
        }
        defer { offset += count }
        return offset..<offset + count
    }
}

extension RawSpan {
    /// The whole value as one integer of exactly this width.
    func integer<Value: FixedWidthInteger & BitwiseCopyable>(_: Value.Type) throws -> Value {
        guard byteCount == MemoryLayout<Value>.size else {
            throw PostgresMismatch("its binary form has another width")
        }
        return Value(bigEndian: unsafeLoadUnaligned(as: Value.self))
    }
}
