/// What a spreadsheet would run, as the functions `begins_like_a_formula` and `defanged` of the database have it.
private enum Formula {
    static func isTrigger(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
        default: false
        }
    }

    /// Whether a reader with other settings than ours might begin a cell behind it.
    static func partsCells(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ";", ",", "\t", "\r", "\n": true
        default: false
        }
    }

    static func begins(_ scalars: Substring.UnicodeScalarView) -> Bool {
        scalars.first { !$0.properties.isWhitespace }.map(isTrigger) ?? false
    }
}

extension String {
    /// Where a spreadsheet would find a formula in this cell; nil where it would find none.
    var formulaWords: String? {
        switch unicodeScalars.first {
        case "\t": return "begins with a tab"
        case "\r": return "begins with a carriage return"
        default: break
        }
        var parting: Unicode.Scalar?
        var isBeginning = true
        for scalar in unicodeScalars {
            if isBeginning, Formula.isTrigger(scalar) {
                return parting.map { "has “\(scalar)” behind “\($0.isControl ? " " : String($0))”" }
                    ?? "begins with “\(scalar)”"
            }
            if Formula.partsCells(scalar) {
                (parting, isBeginning) = (scalar, true)
            } else if isBeginning {
                isBeginning = scalar.properties.isWhitespace
            }
        }
        return nil
    }

    /// The cell as it was before the export for a spreadsheet took its teeth.
    var fanged: String {
        guard utf8.contains(UInt8(ascii: "'")) else { return self }
        var cell = String.UnicodeScalarView()
        var isBeginning = true
        for index in unicodeScalars.indices {
            let scalar = unicodeScalars[index]
            let rest = unicodeScalars[unicodeScalars.index(after: index)...]
            let isBlankFirst = index == unicodeScalars.startIndex && (rest.first == "\t" || rest.first == "\r")
            if isBeginning, scalar == "'", isBlankFirst || Formula.begins(rest) {
                isBeginning = false
                continue
            }
            cell.append(scalar)
            isBeginning = Formula.partsCells(scalar)
        }
        return String(cell)
    }
}
