/// ISO 7064 MOD 37-2: the check character that catches every single error, adjacent swap, jump swap and twin.
///
/// The characters `0-9 A-Z *` have the values 0 to 36. With c = 0, each character makes c = 2(c + v) mod 37, and the check
/// is (1 − c) mod 37; a whole string with its check then satisfies Σ vᵢ·2^i ≡ 1, counted from the right.
package enum CheckCharacter {
    /// The check of a text; nil when it holds anything but `0-9 A-Z`.
    package static func of(_ text: some Sequence<UInt8>) -> UInt8? {
        guard let sum = sum(text) else { return nil }
        return character((38 - sum) % 37)
    }

    /// Whether the last character of a text is the check of those before it.
    package static func holds(in text: some BidirectionalCollection<UInt8>) -> Bool {
        guard let last = text.last, let check = of(text.dropLast()) else { return false }
        return check == last
    }

    private static func sum(_ text: some Sequence<UInt8>) -> Int? {
        var sum = 0
        for octet in text {
            guard let value = value(octet) else { return nil }
            sum = (sum + value) * 2 % 37
        }
        return sum
    }

    private static func value(_ octet: UInt8) -> Int? {
        switch octet {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(octet - UInt8(ascii: "0"))
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(octet - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    private static func character(_ value: Int) -> UInt8 {
        switch value {
        case 0..<10: UInt8(ascii: "0") + UInt8(value)
        case 10..<36: UInt8(ascii: "A") + UInt8(value - 10)
        default: UInt8(ascii: "*")
        }
    }
}
