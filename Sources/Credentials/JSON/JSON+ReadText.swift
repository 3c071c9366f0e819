extension JSON.Reader {
    mutating func number() throws(JSON.Malformed) -> JSON {
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

    mutating func digits() throws(JSON.Malformed) {
        let start = place
        while place < octets.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(octets[place]) { place += 1 }
        guard place > start else { throw malformed("A digit was expected here.") }
    }

    /// Most strings hold no escape, and are copied whole.
    mutating func string() throws(JSON.Malformed) -> String {
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

    mutating func escapedString(from start: Int) throws(JSON.Malformed) -> String {
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

    func text(_ slice: ArraySlice<UInt8>, at start: Int) throws(JSON.Malformed) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw malformed("The text is not valid UTF-8.", at: start)
        }
        return text
    }

    mutating func escape() throws(JSON.Malformed) -> Unicode.Scalar {
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

    mutating func unit(from start: Int) throws(JSON.Malformed) -> UInt16 {
        guard place + 4 <= octets.count else {
            throw malformed("An escape \\u takes four hexadecimal digits.", at: start)
        }
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
