/// The object streams of one PDF (ISO 32000-1 §7.5.7), each expanded once, and all of them not without a bound.
final class PDFObjectStreams {
    private static let longest = 2_097_152
    private static let longestInAll = 8_388_608

    private var expanded: [Int: [UInt8]] = [:]
    private var total = 0

    /// The octets of a stream as `expand` gives them, at most as many as its limit.
    func octets(
        of stream: Int,
        expand: (_ limit: Int) throws(UnreadablePDF) -> [UInt8]
    ) throws(UnreadablePDF) -> [UInt8] {
        if let known = expanded[stream] { return known }
        let octets = try expand(min(Self.longest, Self.longestInAll - total))
        total += octets.count
        expanded[stream] = octets
        return octets
    }

    /// Stands before an object: its number and where it begins, as pairs, up to the object with an index.
    static func scanner(
        in octets: [UInt8],
        _ dictionary: PDFDictionary,
        index: Int,
        number: Int
    ) throws(UnreadablePDF) -> PDFScanner {
        guard let first = dictionary["First"]?.integer, let count = dictionary["N"]?.integer,
            index < count, octets.indices.contains(first)
        else { throw .damaged }
        var header = try PDFScanner(octets, at: 0)
        for _ in 0..<index { _ = (try header.number(), try header.number()) }
        guard try header.number() == number else { throw .damaged }
        return try PDFScanner(octets, at: first + header.number())
    }
}
