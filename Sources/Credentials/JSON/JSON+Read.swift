extension JSON {
    /// Why a text is not JSON, and where.
    package struct Malformed: Error, Equatable, CustomStringConvertible {
        package let words: String
        /// Counted in octets from 1.
        package let line: Int
        package let column: Int

        package var description: String { "\(words) (line \(line), column \(column))" }
    }

    /// Reads one JSON text (RFC 8259) strictly and in one pass: valid UTF-8, no member named twice, at most
    /// 32 levels deep and 1,000 members wide.
    package static func read(_ octets: [UInt8]) throws(Malformed) -> JSON {
        var reader = Reader(octets)
        return try reader.document()
    }

    /// One pass over a text, octet by octet.
    struct Reader {
        let octets: [UInt8]
        var place = 0
        var depth = 0

        init(_ octets: [UInt8]) {
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
            guard place < octets.count else { throw malformed("There is nothing here; a JSON value was expected.") }
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
                guard members.count < 1_000 else { throw malformed("The object has more than 1,000 members.") }
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
                guard take(UInt8(ascii: ",")) else {
                    throw malformed("A comma or a closing bracket was expected here.")
                }
            }
        }

        mutating func take(_ octet: UInt8) -> Bool {
            guard place < octets.count, octets[place] == octet else { return false }
            place += 1
            return true
        }

        mutating func word(_ word: String, _ value: JSON) throws(Malformed) -> JSON {
            let end = place + word.utf8.count
            guard end <= octets.count, octets[place..<end].elementsEqual(word.utf8) else {
                throw malformed("A JSON value was expected here.")
            }
            place = end
            return value
        }
    }
}
