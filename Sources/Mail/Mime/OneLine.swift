extension String {
    /// The same words on one line, without what a mail must not carry: line ends, control characters and marks that
    /// turn the direction of the text around them. Marks that scripts need (joiners, RLM) stay.
    var onOneLine: String {
        var line = String.UnicodeScalarView()
        var gap = false
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator:
                gap = !line.isEmpty
            case .format where scalar.turnsDirection:
                continue
            case .unassigned where scalar.properties.isNoncharacterCodePoint:
                continue
            default:
                if gap { line.append(" ") }
                gap = false
                line.append(scalar)
            }
        }
        return String(line)
    }

    /// The lines of an address or a note, each on one line, empty ones left out.
    var lines: [String] {
        split(whereSeparator: \.isNewline).map(\.description.onOneLine).filter { !$0.isEmpty }
    }
}

extension Unicode.Scalar {
    /// Embeddings, overrides and isolates (Unicode TR9 §2): the tools for disguising text.
    fileprivate var turnsDirection: Bool {
        (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
    }
}
