extension CertificateID {
    /// What a person's input turned out to be.
    package enum Reading: Equatable, Sendable {
        /// It ends in an ID with a right check: look it up as one.
        case id(CertificateID)
        /// It has the shape of an ID, but was mistyped; told only when it is no legacy number either.
        case typingError(TypingError)
        /// It has not the shape of an ID.
        case notAnID
    }

    package enum TypingError: Equatable, Sendable {
        /// The check character does not belong to the ten before it.
        case wrongCheck
        /// No ID holds a U: most likely it was a V.
        case letterU
    }

    /// Reads what a person typed, pasted or photographed.
    ///
    /// Case, blanks and hyphens are ignored, and of what is left the last eleven characters decide, whatever stands before
    /// them: another prefix, an address, anything. I and L read as 1, O as 0; U is refused. So that a phone's keyboard or a
    /// word processor cannot spoil an ID, full-width letters and digits read as ASCII's, every kind of dash is a hyphen, and
    /// invisible marks are blanks. No other letter is taken for one that merely looks like it.
    package static func read(_ input: String) -> Reading {
        var characters: [UInt8] = []
        for scalar in input.unicodeScalars.reversed() {
            guard characters.count < length else { break }
            guard !isIgnored(scalar) else { continue }
            guard let character = character(scalar) else { return .notAnID }
            characters.append(character)
        }
        guard characters.count == length else { return .notAnID }
        characters.reverse()
        guard !characters.contains(UInt8(ascii: "U")) else { return .typingError(.letterU) }
        guard let id = CertificateID(rawValue: String(decoding: characters, as: UTF8.self)) else {
            return .typingError(.wrongCheck)
        }
        return .id(id)
    }

    static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
        // Nearly everything that is typed is ASCII.
        if scalar.isASCII { return scalar == "-" || scalar.value <= 0x20 || scalar.value == 0x7F }
        switch scalar {
        // Soft hyphen, minus sign, small and full-width hyphens, the katakana mark a Japanese keyboard gives for a hyphen.
        case "\u{AD}", "\u{2212}", "\u{FE63}", "\u{FF0D}", "\u{30FC}", "\u{FF70}": return true
        default: break
        }
        let properties = scalar.properties
        return switch properties.generalCategory {
        case .dashPunctuation, .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format: true
        default: properties.isWhitespace
        }
    }

    /// One of the 32 characters, or U; nil for anything else.
    private static func character(_ scalar: Unicode.Scalar) -> UInt8? {
        let value = (0xFF01...0xFF5E).contains(scalar.value) ? scalar.value - 0xFEE0 : scalar.value
        guard var octet = UInt8(exactly: value) else { return nil }
        if (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(octet) { octet -= 32 }
        switch octet {
        case UInt8(ascii: "I"), UInt8(ascii: "L"): return UInt8(ascii: "1")
        case UInt8(ascii: "O"): return UInt8(ascii: "0")
        case UInt8(ascii: "U"): return octet
        default: return isCharacter(octet) ? octet : nil
        }
    }
}
