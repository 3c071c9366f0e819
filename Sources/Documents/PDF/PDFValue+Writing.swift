extension PDFValue {
    /// As it stands in a file.
    var written: String {
        switch self {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .integer(let number): String(number)
        case .real(let number): number
        case .string(let octets): Self.written(octets)
        case .name(let name): Self.written(name: name)
        case .array(let values): "[" + values.map(\.written).joined(separator: " ") + "]"
        case .dictionary(let dictionary): dictionary.written
        case .reference(let reference): "\(reference.number) \(reference.generation) R"
        }
    }

    /// A text string (§7.9.2): ASCII as it is, all else in UTF-16 with its byte order mark.
    static func text(_ text: String) -> PDFValue {
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return .string(Array(text.utf8)) }
        return .string([0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
    }

    /// Printable strings in parentheses (§7.3.4.2), others in hexadecimal digits (§7.3.4.3).
    private static func written(_ octets: [UInt8]) -> String {
        guard octets.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            return "<" + octets.map(hex).joined() + ">"
        }
        let escaped = octets.flatMap { octet in
            #"()\"#.utf8.contains(octet) ? [UInt8(ascii: "\\"), octet] : [octet]
        }
        return "(" + String(decoding: escaped, as: UTF8.self) + ")"
    }

    /// §7.3.5: what is not plain is written as `#` and two digits.
    fileprivate static func written(name: String) -> String {
        "/"
            + name.utf8.map { octet in
                let isPlain = (0x21...0x7E).contains(octet) && !"#/()<>[]{}%".utf8.contains(octet)
                return isPlain ? String(UnicodeScalar(octet)) : "#" + hex(octet)
            }.joined()
    }

    private static func hex(_ octet: UInt8) -> String {
        let digits = String(octet, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}

extension PDFDictionary {
    var written: String {
        "<< " + entries.map { "\(PDFValue.written(name: $0.key)) \($0.value.written)" }.joined(separator: " ") + " >>"
    }
}
