/// A file of any length as somebody gave it: the name it is spoken of by, and its octets, some at a time.
package struct OctetSource {
    package let name: String
    /// The next octets; nil or none at the end.
    package let next: () throws -> [UInt8]?

    package init(name: String, next: @escaping () throws -> [UInt8]?) {
        self.name = name
        self.next = next
    }
}

extension OctetSource {
    /// The name without the folders before it.
    var baseName: String { name.split(separator: "/").last.map(String.init) ?? name }

    /// Reads records one after the other; the text is never held whole.
    func records(into sink: inout some RecordSink) throws {
        var scanner = RecordScanner()
        while !sink.hasEnough, let octets = try next(), !octets.isEmpty { scanner.scan(octets, into: &sink) }
        if !sink.hasEnough { scanner.finish(into: &sink) }
    }

    func problem(_ line: Int, _ words: String) -> Refusal.Problem {
        .init("\(name):\(line)", "\(name):\(line): \(words)")
    }
}
