import Foundation

/// What people type is nearly always ASCII, and reservations come by the thousand: for ASCII there is a short way.
extension String {
    var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }

    /// Without the blanks and line breaks around it.
    var trimmed: String {
        guard isASCII else { return trimmingCharacters(in: .whitespacesAndNewlines) }
        let isBlank = { (octet: UInt8) in octet == 0x20 || (0x09...0x0D).contains(octet) }
        var text = Substring(self).utf8
        while let first = text.first, isBlank(first) { text.removeFirst() }
        while let last = text.last, isBlank(last) { text.removeLast() }
        return String(Substring(text))
    }
}

extension Unicode.Scalar {
    /// Whether it is of Unicode's general category Cc.
    var isControl: Bool {
        isASCII ? value < 0x20 || value == 0x7F : properties.generalCategory == .control
    }

    /// Whether it makes text run another way than its letters say (Unicode UAX #9, explicit formatting): on a certificate
    /// it would let a name read as another.
    var turnsText: Bool { (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value) }

    /// Whether nobody sees it and no script needs it: joiners and direction marks are needed.
    var isInvisible: Bool {
        switch properties.generalCategory {
        case .lineSeparator, .paragraphSeparator: true
        case .format:
            properties.isDefaultIgnorableCodePoint && value != 0x61C && !(0x200C...0x200F).contains(value)
        default: false
        }
    }
}
