/// How many digits of a currency stand behind the point (ISO 4217): amounts are kept in its minor units.
package enum Currency {
    private static let digits = [
        "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3, "CLF": 4, "UYW": 4,
        "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0, "UGX": 0,
        "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
    ]

    package static func minorDigits(_ code: String) -> Int { digits[code] ?? 2 }

    /// `1,295.00 USD`
    package static func words(_ minor: Int, _ code: String) -> String {
        let digits = minorDigits(code)
        let text = String(minor.magnitude)
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        let whole = padded.dropLast(digits)
        let grouped = whole.enumerated().reduce(into: minor < 0 ? "-" : "") { text, digit in
            if digit.offset > 0, (whole.count - digit.offset) % 3 == 0 { text += "," }
            text.append(digit.element)
        }
        return "\(grouped)\(digits == 0 ? "" : "." + padded.suffix(digits)) \(code)"
    }

    /// Reads an amount in major units with a point, `1295.00`; nil for anything else, and for more digits than the
    /// currency has.
    static func minor(_ text: String, _ code: String) -> Int? {
        guard let match = text.wholeMatch(of: /([0-9]{1,16})(?:\.([0-9]{1,4}))?/) else { return nil }
        let digits = minorDigits(code)
        let fraction = match.2.map(String.init) ?? ""
        guard fraction.count <= digits else { return nil }
        return Int(match.1 + fraction + String(repeating: "0", count: digits - fraction.count))
    }
}
