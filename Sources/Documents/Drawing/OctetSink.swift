import CCairo

/// Gathers what cairo writes.
final class OctetSink {
    private(set) var octets: [UInt8] = []

    /// What cairo calls with each piece; `closure` is the sink, which the caller keeps alive meanwhile.
    static func write(
        to closure: UnsafeMutableRawPointer?,
        _ data: UnsafePointer<UInt8>?,
        _ length: UInt32
    ) -> cairo_status_t {
        guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
        Unmanaged<OctetSink>.fromOpaque(closure).takeUnretainedValue().octets
            .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
        return CAIRO_STATUS_SUCCESS
    }

    /// What cairo hands back to `write`.
    var closure: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
}
