import Domain

/// A price in words: “1,295.00 USD”, or that there is none.
enum Price {
    static func words(_ minor: Int, _ currency: String) -> String {
        minor > 0 ? Currency.words(minor, currency) : "No charge"
    }
}
