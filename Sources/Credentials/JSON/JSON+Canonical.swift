extension JSON {
    /// Why a value has no canonical form here.
    package enum NotCanonical: Error, Equatable {
        /// Fractions and exponents: RFC 8785 prints them as ECMAScript does, which no one needs in a credential.
        case fraction(String)
        /// A whole number that a double does not hold exactly (RFC 7493 §2.2).
        case inexact(Int)
        case memberTwice(String)
    }

    /// The canonical text (JCS, RFC 8785) of a value made of strings and whole numbers: no blanks, members sorted by the
    /// UTF-16 units of their names, and only those characters escaped that must be.
    package func canonical() throws(NotCanonical) -> [UInt8] {
        var text: [UInt8] = []
        try write(to: &text)
        return text
    }

    private func write(to text: inout [UInt8]) throws(NotCanonical) {
        switch self {
        case .null: text += "null".utf8
        case .bool(let value): text += (value ? "true" : "false").utf8
        case .integer(let value):
            guard abs(Double(value)) < 9_007_199_254_740_992 else { throw .inexact(value) }
            text += String(value).utf8
        case .number(let number): throw .fraction(number)
        case .string(let string): Self.write(string, to: &text)
        case .array(let elements):
            text.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                try element.write(to: &text)
            }
            text.append(UInt8(ascii: "]"))
        case .object(let members):
            text.append(UInt8(ascii: "{"))
            try Self.write(members, to: &text)
            text.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ members: [Member], to text: inout [UInt8]) throws(NotCanonical) {
        let sorted = members.sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }
        for (index, member) in sorted.enumerated() {
            if index > 0 {
                guard !sorted[index - 1].name.utf8.elementsEqual(member.name.utf8) else {
                    throw .memberTwice(member.name)
                }
                text.append(UInt8(ascii: ","))
            }
            write(member.name, to: &text)
            text.append(UInt8(ascii: ":"))
            try member.value.write(to: &text)
        }
    }

    private static func write(_ string: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        for octet in string.utf8 {
            switch octet {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), octet]
            case 0x08: text += "\\b".utf8
            case 0x09: text += "\\t".utf8
            case 0x0A: text += "\\n".utf8
            case 0x0C: text += "\\f".utf8
            case 0x0D: text += "\\r".utf8
            case 0..<0x20: text += ("\\u00" + (octet < 0x10 ? "0" : "") + String(octet, radix: 16)).utf8
            default: text.append(octet)
            }
        }
        text.append(UInt8(ascii: "\""))
    }
}
