/// A price in words: “USD 1,295.00”, from minor units and the digits that ISO 4217 gives the currency.
enum Price {
    private static let digits = [
        "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
        "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0, "UGX": 0,
        "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
    ]

    static func words(_ minor: Int, _ currency: String) -> String {
        guard minor > 0 else { return "No charge" }
        let digits = Self.digits[currency] ?? 2
        var unit = 1
        for _ in 0..<digits { unit *= 10 }
        let whole = grouped(minor / unit)
        guard digits > 0 else { return "\(currency) \(whole)" }
        let fraction = String(minor % unit)
        return "\(currency) \(whole).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
    }

    private static func grouped(_ number: Int) -> String {
        number < 1_000
            ? String(number) : grouped(number / 1_000) + "," + String(String(number % 1_000 + 1_000).dropFirst())
    }
}
