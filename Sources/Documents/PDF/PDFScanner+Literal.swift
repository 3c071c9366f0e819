extension PDFScanner {
    /// A string in parentheses with its escapes (ISO 32000-1 §7.3.4.2).
    mutating func literal() throws(UnreadablePDF) -> [UInt8] {
        place += 1
        var octets: [UInt8] = []
        var open = 1
        while let octet = next {
            place += 1
            switch octet {
            case UInt8(ascii: "\\"):
                if let escaped = try escaped() { octets.append(escaped) }
                continue
            case UInt8(ascii: "("): open += 1
            case UInt8(ascii: ")"): open -= 1
            default: break
            }
            if open == 0 { return octets }
            octets.append(octet)
        }
        throw .damaged
    }

    /// What follows a backslash; nothing for an end of line.
    private mutating func escaped() throws(UnreadablePDF) -> UInt8? {
        guard let octet = next else { throw .damaged }
        place += 1
        switch octet {
        case UInt8(ascii: "n"): return 10
        case UInt8(ascii: "r"): return 13
        case UInt8(ascii: "t"): return 9
        case UInt8(ascii: "b"): return 8
        case UInt8(ascii: "f"): return 12
        case 10: return nil
        case 13:
            if next == 10 { place += 1 }
            return nil
        case 0x30...0x37:
            var code = Int(octet - 0x30)
            for _ in 0..<2 {
                guard let digit = next, (0x30...0x37).contains(digit) else { break }
                code = code * 8 + Int(digit - 0x30)
                place += 1
            }
            return UInt8(truncatingIfNeeded: code)
        default: return octet
        }
    }
}
