extension Character {
    /// Columns of a terminal that the character takes: 0, 1 or 2, and more where a cluster is drawn from several letters.
    ///
    /// East Asian wide letters (UAX #11) and emoji take two, marks and invisible controls none.
    var columns: Int {
        let joins = unicodeScalars.contains {
            $0.properties.isEmojiPresentation || $0 == "\u{FE0F}" || $0 == "\u{200D}"
        }
        if joins, unicodeScalars.contains(where: \.properties.isEmoji) { return 2 }
        return unicodeScalars.reduce(0) { $0 + $1.columns }
    }
}

extension Unicode.Scalar {
    fileprivate var columns: Int {
        if value < 0x300 { return properties.generalCategory == .control || value == 0xAD ? 0 : 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator: return 0
        default: return Self.vowelsAndFinals.contains(value) ? 0 : isWide ? 2 : 1
        }
    }

    /// Hangul letters that stand inside the syllable of the letter before them.
    private static let vowelsAndFinals: ClosedRange<UInt32> = 0x1160...0x11FF

    private var isWide: Bool {
        guard value >= 0x1100 else { return false }
        return Self.wide.contains { $0.contains(value) }
    }

    /// Blocks of the classes W and F in EastAsianWidth.txt.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
        0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
        0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]
}

extension String {
    /// Columns of a terminal that the text takes.
    var columns: Int { reduce(0) { $0 + $1.columns } }

    /// One line that no terminal takes for a command: controls and direction marks become blanks or vanish.
    var onOneLine: String {
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: scalars.append(" ")
            case .format where (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value):
                break
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }

    /// The text itself, or as much of it as fits with … behind it.
    func truncated(to width: Int) -> String {
        guard columns > width else { return self }
        var kept = ""
        var used = 0
        for character in self {
            guard used + character.columns < width else { break }
            kept.append(character)
            used += character.columns
        }
        return kept + "…"
    }

    /// Lines of at most this many columns, broken at blanks; a longer word stands alone, whole.
    func wrapped(to width: Int) -> [String] {
        split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
            var lines: [String] = []
            var current = String(line.prefix { $0 == " " })
            var isEmpty = true
            for word in line.split(separator: " ") {
                if !isEmpty, current.columns + 1 + String(word).columns > width {
                    lines.append(current)
                    current = ""
                    isEmpty = true
                }
                current += (isEmpty ? "" : " ") + word
                isEmpty = false
            }
            return lines + [current]
        }
    }
}
