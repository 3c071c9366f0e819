import Domain

/// A price in words: “USD 1,295.00”, from minor units and the digits that ISO 4217 gives the currency.
enum Price {
    static func words(_ minor: Int, _ currency: String) -> String {
        guard minor > 0 else { return "No charge" }
        let digits = Currency.minorDigits(currency)
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
