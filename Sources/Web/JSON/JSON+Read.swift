extension JSON {
    /// Why a text is not JSON, and where.
    struct Malformed: Error, Equatable, CustomStringConvertible {
        let words: String
        /// Counted in octets from 1.
        let line: Int
        let column: Int

        var description: String { "\(words) (line \(line), column \(column))" }
    }

    /// Reads one JSON text (RFC 8259) strictly and in one pass: valid UTF-8, no member named twice, at most 32 levels deep.
    static func read(_ octets: UnsafeRawBufferPointer) throws(Malformed) -> JSON {
        var reader = Reader(octets)
        return try reader.document()
    }

    private struct Reader {
        let octets: UnsafeRawBufferPointer
        var place = 0
        var depth = 0

        init(_ octets: UnsafeRawBufferPointer) {
            self.octets = octets
        }

        func malformed(_ words: String, at place: Int? = nil) -> Malformed {
            let before = octets.prefix(place ?? self.place)
            let line = before.reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
            let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
            return Malformed(words: words, line: line, column: column)
        }

        mutating func document() throws(Malformed) -> JSON {
            skipBlanks()
            guard place < octets.count else { throw malformed("The body is empty; send a JSON object.") }
            let value = try value()
            skipBlanks()
            guard place == octets.count else { throw malformed("Something follows the end of the JSON value.") }
            return value
        }

        mutating func skipBlanks() {
            while place < octets.count {
                switch octets[place] {
                case 0x20, 0x09, 0x0A, 0x0D: place += 1
                default: return
                }
            }
        }

        mutating func value() throws(Malformed) -> JSON {
            guard place < octets.count else { throw malformed("The JSON text ends too early.") }
            switch octets[place] {
            case UInt8(ascii: "{"): return try nested { reader throws(Malformed) in try reader.object() }
            case UInt8(ascii: "["): return try nested { reader throws(Malformed) in try reader.array() }
            case UInt8(ascii: "\""): return .string(try string())
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
            case UInt8(ascii: "t"): return try word("true", .bool(true))
            case UInt8(ascii: "f"): return try word("false", .bool(false))
            case UInt8(ascii: "n"): return try word("null", .null)
            default: throw malformed("A JSON value was expected here.")
            }
        }

        mutating func nested(
            _ read: (inout Reader) throws(Malformed) -> JSON
        ) throws(Malformed) -> JSON {
            guard depth < 32 else { throw malformed("The JSON text is nested too deeply: 32 levels at most.") }
            depth += 1
            place += 1
            let value = try read(&self)
            depth -= 1
            return value
        }

        mutating func object() throws(Malformed) -> JSON {
            var members: [Member] = []
            skipBlanks()
            if take(UInt8(ascii: "}")) { return .object(members) }
            while true {
                skipBlanks()
                let start = place
                guard place < octets.count, octets[place] == UInt8(ascii: "\"") else {
                    throw malformed("A member's name in double quotes was expected here.")
                }
                let name = try string()
                guard !members.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
                    throw malformed("The member “\(name)” is given twice.", at: start)
                }
                skipBlanks()
                guard take(UInt8(ascii: ":")) else { throw malformed("A colon was expected here.") }
                skipBlanks()
                members.append(Member(name: name, value: try value()))
                skipBlanks()
                if take(UInt8(ascii: "}")) { return .object(members) }
                guard take(UInt8(ascii: ",")) else { throw malformed("A comma or a closing brace was expected here.") }
            }
        }

        mutating func array() throws(Malformed) -> JSON {
            var elements: [JSON] = []
            skipBlanks()
            if take(UInt8(ascii: "]")) { return .array(elements) }
            while true {
                skipBlanks()
                elements.append(try value())
                skipBlanks()
                if take(UInt8(ascii: "]")) { return .array(elements) }
                guard take(UInt8(ascii: ",")) else { throw malformed("A comma or a closing bracket was expected here.") }
            }
        }

        mutating func take(_ octet: UInt8) -> Bool {
            guard place < octets.count, octets[place] == octet else { return false }
            place += 1
            return true
        }

        mutating func word(_ word: StaticString, _ value: JSON) throws(Malformed) -> JSON {
            let end = place + word.utf8CodeUnitCount
            guard end <= octets.count,
                octets[place..<end].elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
            else { throw malformed("A JSON value was expected here.") }
            place = end
            return value
        }

        mutating func number() throws(Malformed) -> JSON {
            let start = place
            _ = take(UInt8(ascii: "-"))
            if !take(UInt8(ascii: "0")) { try digits() }
            var isInteger = true
            if take(UInt8(ascii: ".")) {
                isInteger = false
                try digits()
            }
            if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
                isInteger = false
                if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
                try digits()
            }
            let text = String(decoding: octets[start..<place], as: UTF8.self)
            if isInteger, let integer = Int(text) { return .integer(integer) }
            return .number(text)
        }

        mutating func digits() throws(Malformed) {
            let start = place
            while place < octets.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(octets[place]) { place += 1 }
            guard place > start else { throw malformed("A digit was expected here.") }
        }

        /// Most strings hold no escape, and are copied whole.
        mutating func string() throws(Malformed) -> String {
            place += 1
            let start = place
            while place < octets.count {
                switch octets[place] {
                case UInt8(ascii: "\""):
                    let text = try text(octets[start..<place], at: start)
                    place += 1
                    return text
                case UInt8(ascii: "\\"):
                    return try escapedString(from: start)
                case 0..<0x20:
                    throw malformed("A control character inside a string must be written as an escape.")
                default:
                    place += 1
                }
            }
            throw malformed("The string has no closing quote.", at: start - 1)
        }

        mutating func escapedString(from start: Int) throws(Malformed) -> String {
            var result = try text(octets[start..<place], at: start)
            while place < octets.count {
                switch octets[place] {
                case UInt8(ascii: "\""):
                    place += 1
                    return result
                case UInt8(ascii: "\\"):
                    result.unicodeScalars.append(try escape())
                case 0..<0x20:
                    throw malformed("A control character inside a string must be written as an escape.")
                default:
                    let plain = octets[place...].prefix {
                        $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 >= 0x20
                    }
                    result += try text(plain, at: place)
                    place += plain.count
                }
            }
            throw malformed("The string has no closing quote.", at: start - 1)
        }

        func text(_ slice: Slice<UnsafeRawBufferPointer>, at start: Int) throws(Malformed) -> String {
            guard let text = String(validating: slice, as: UTF8.self) else {
                throw malformed("The body is not valid UTF-8.", at: start)
            }
            return text
        }

        mutating func escape() throws(Malformed) -> Unicode.Scalar {
            let start = place
            place += 2
            guard place <= octets.count else { throw malformed("The string has no closing quote.", at: start) }
            switch octets[place - 1] {
            case UInt8(ascii: "\""): return "\""
            case UInt8(ascii: "\\"): return "\\"
            case UInt8(ascii: "/"): return "/"
            case UInt8(ascii: "b"): return "\u{8}"
            case UInt8(ascii: "f"): return "\u{C}"
            case UInt8(ascii: "n"): return "\n"
            case UInt8(ascii: "r"): return "\r"
            case UInt8(ascii: "t"): return "\t"
            case UInt8(ascii: "u"):
                let first = try unit(from: start)
                if let scalar = Unicode.Scalar(first) { return scalar }
                guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
                    throw malformed("Half of a surrogate pair stands alone.", at: start)
                }
                let second = try unit(from: start)
                guard (0xDC00...0xDFFF).contains(second),
                    let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + UInt32(second) - 0xDC00)
                else { throw malformed("Half of a surrogate pair stands alone.", at: start) }
                return scalar
            default: throw malformed("There is no such escape in JSON.", at: start)
            }
        }

        mutating func unit(from start: Int) throws(Malformed) -> UInt16 {
            guard place + 4 <= octets.count else { throw malformed("An escape \\u takes four hexadecimal digits.", at: start) }
            var unit: UInt16 = 0
            for octet in octets[place..<place + 4] {
                guard let digit = Character(Unicode.Scalar(octet)).hexDigitValue, octet < 0x80 else {
                    throw malformed("An escape \\u takes four hexadecimal digits.", at: start)
                }
                unit = unit << 4 | UInt16(digit)
            }
            place += 4
            return unit
        }
    }
}
