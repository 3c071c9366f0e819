extension String {
    /// The same words on one line, without what a page must not carry: line ends, control characters and marks that
    /// turn the direction of the text around them (Unicode TR9 §2). Marks that scripts need (joiners, RLM) stay.
    var onOneLine: String {
        var line = String.UnicodeScalarView()
        var gap = false
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator:
                gap = !line.isEmpty
            case .format where (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value):
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
}
