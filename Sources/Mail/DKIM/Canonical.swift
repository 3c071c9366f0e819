/// The forms of a mail that DKIM hashes: "relaxed" of RFC 6376 §3.4, which outlives what servers do to blanks and folds.
enum Canonical {
    /// One header field (§3.4.2), without the line end: its name in small letters, its value on one line.
    static func header(_ field: some Sequence<UInt8>) -> [UInt8] {
        let field = Array(field)
        guard let colon = field.firstIndex(of: UInt8(ascii: ":")) else { return onOneLine(field) }
        let name = onOneLine(field[..<colon]).map { (65...90).contains($0) ? $0 + 32 : $0 }
        return name + [UInt8(ascii: ":")] + onOneLine(field[(colon + 1)...])
    }

    /// A body (§3.4.4) with CRLF at the ends of lines: blanks in a row are one, none ends a line, no empty line ends the body.
    static func body(_ body: some Sequence<UInt8>) -> [UInt8] {
        var canonical: [UInt8] = []
        var blank = false
        /// Empty lines that matter only when something follows.
        var emptyLines = 0
        var lineIsEmpty = true
        for octet in body {
            switch octet {
            case space, tab: blank = true
            case carriageReturn: continue
            case lineFeed:
                if lineIsEmpty { emptyLines += 1 } else { canonical += [carriageReturn, lineFeed] }
                (blank, lineIsEmpty) = (false, true)
            default:
                for _ in 0..<emptyLines { canonical += [carriageReturn, lineFeed] }
                emptyLines = 0
                if blank { canonical.append(space) }
                canonical.append(octet)
                (blank, lineIsEmpty) = (false, false)
            }
        }
        if !lineIsEmpty { canonical += [carriageReturn, lineFeed] }
        return canonical
    }

    /// Unfolded, blanks in a row as one, none at either end.
    private static func onOneLine(_ octets: some Sequence<UInt8>) -> [UInt8] {
        var line: [UInt8] = []
        var blank = false
        for octet in octets {
            switch octet {
            case space, tab, carriageReturn, lineFeed: blank = !line.isEmpty
            default:
                if blank { line.append(space) }
                line.append(octet)
                blank = false
            }
        }
        return line
    }

    private static let (space, tab) = (UInt8(ascii: " "), UInt8(ascii: "\t"))
    private static let (carriageReturn, lineFeed) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
}
