/// Reads the objects of a PDF from its octets (ISO 32000-1 §7.2 and §7.3), bounded in depth, number and length.
struct PDFScanner {
    /// The octets of one object that are looked at: no object that we write comes near it.
    static let window = 65_536
    private static let deepest = 24
    private static let mostValues = 8_192

    private let octets: [UInt8]
    private let end: Int
    var place: Int
    private var values = 0

    init(_ octets: [UInt8], at place: Int) throws(UnreadablePDF) {
        guard octets.indices.contains(place) else { throw .damaged }
        self.octets = octets
        self.place = place
        end = min(octets.count, place + Self.window)
    }

    // MARK: Tokens

    var next: UInt8? { place < end ? octets[place] : nil }

    private static func isWhite(_ octet: UInt8) -> Bool {
        octet == 0 || octet == 9 || octet == 10 || octet == 12 || octet == 13 || octet == 32
    }

    private static func isDelimiter(_ octet: UInt8) -> Bool {
        "()<>[]{}/%".utf8.contains(octet)
    }

    /// Steps over white space and comments.
    mutating func skip() {
        while let octet = next {
            if octet == UInt8(ascii: "%") {
                while let octet = next, octet != 10, octet != 13 { place += 1 }
            } else if Self.isWhite(octet) {
                place += 1
            } else {
                return
            }
        }
    }

    /// Steps over a word if it comes next.
    mutating func take(_ word: StaticString) -> Bool {
        skip()
        let count = word.utf8CodeUnitCount
        guard place + count <= end else { return false }
        let comes = word.withUTF8Buffer { octets[place..<place + count].elementsEqual($0) }
        if comes { place += count }
        return comes
    }

    /// The octets up to white space or a delimiter.
    private mutating func regular() -> ArraySlice<UInt8> {
        let start = place
        while let octet = next, !Self.isWhite(octet), !Self.isDelimiter(octet) { place += 1 }
        return octets[start..<place]
    }

    /// A whole number without a sign, of at most ten digits.
    mutating func number() throws(UnreadablePDF) -> Int {
        skip()
        let digits = regular()
        guard (1...10).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .damaged }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// Steps over the end of line that follows the keyword `stream` (§7.3.8.1).
    mutating func endLine() throws(UnreadablePDF) {
        if next == 13 { place += 1 }
        guard next == 10 else { throw .damaged }
        place += 1
    }

    /// The octets of a stream, which stand between its two keywords (§7.3.8).
    mutating func data(_ length: Int) throws(UnreadablePDF) -> ArraySlice<UInt8> {
        guard take("stream") else { throw .damaged }
        try endLine()
        guard length >= 0, length <= octets.count - place else { throw .damaged }
        let data = octets[place..<place + length]
        var end = try PDFScanner(octets, at: data.endIndex)
        guard end.take("endstream") else { throw .damaged }
        return data
    }

    // MARK: Objects

    mutating func value(depth: Int = 0) throws(UnreadablePDF) -> PDFValue {
        skip()
        values += 1
        guard depth < Self.deepest, values < Self.mostValues, let first = next else { throw .damaged }
        switch first {
        case UInt8(ascii: "/"): return .name(try name())
        case UInt8(ascii: "("): return .string(try literal())
        case UInt8(ascii: "["):
            place += 1
            var values: [PDFValue] = []
            while !take("]") { values.append(try value(depth: depth + 1)) }
            return .array(values)
        case UInt8(ascii: "<"):
            guard take("<<") else { return .string(try hexadecimal()) }
            var entries: [PDFDictionary.Entry] = []
            while !take(">>") {
                guard next == UInt8(ascii: "/") else { throw .damaged }
                let key = try name()
                entries.append(.init(key: key, value: try value(depth: depth + 1)))
            }
            return .dictionary(PDFDictionary(entries))
        default: return try plain()
        }
    }

    /// A number, a reference or a keyword.
    private mutating func plain() throws(UnreadablePDF) -> PDFValue {
        let word = String(decoding: regular(), as: UTF8.self)
        switch word {
        case "null": return .null
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        default: break
        }
        guard let whole = Int(word) else {
            guard Double(word)?.isFinite == true else { throw .damaged }
            return .real(word)
        }
        // Two whole numbers and an R are a reference; look ahead, and come back if they are not.
        let back = place
        if whole >= 0, let generation = try? number(), take("R") {
            return .reference(PDFReference(number: whole, generation: generation))
        }
        place = back
        return .integer(whole)
    }

    private mutating func name() throws(UnreadablePDF) -> String {
        place += 1
        var octets: [UInt8] = []
        var rest = regular()
        while let octet = rest.popFirst() {
            guard octet == UInt8(ascii: "#") else {
                octets.append(octet)
                continue
            }
            guard let high = rest.popFirst().flatMap(Self.digit), let low = rest.popFirst().flatMap(Self.digit) else {
                throw .damaged
            }
            octets.append(high << 4 | low)
        }
        return String(decoding: octets, as: UTF8.self)
    }

    private mutating func hexadecimal() throws(UnreadablePDF) -> [UInt8] {
        place += 1
        var digits: [UInt8] = []
        while let octet = next {
            place += 1
            if octet == UInt8(ascii: ">") {
                if digits.count % 2 == 1 { digits.append(0) }
                return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
            }
            if Self.isWhite(octet) { continue }
            guard let digit = Self.digit(octet) else { throw .damaged }
            digits.append(digit)
        }
        throw .damaged
    }

    private static func digit(_ octet: UInt8) -> UInt8? {
        Character(UnicodeScalar(octet)).hexDigitValue.map { UInt8($0) }
    }
}
