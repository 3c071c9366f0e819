/// One of the two faces of a page, in whatever script.
enum Typeface {
    case serif
    case sans

    /// Scripts for which Noto has both faces; all others are left to fontconfig, which knows what is installed.
    private static let scripts = [
        "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi", "Hebrew", "Kannada",
        "Khmer",
        "Lao", "Malayalam", "Myanmar", "Sinhala", "Tamil", "Telugu", "Thai",
    ]

    /// The families in the order in which they are asked for each character, as fontconfig knows them.
    ///
    /// - Parameter language: BCP 47; Chinese, Japanese and Korean write the same characters in shapes of their own.
    func families(language: String) -> String {
        let first =
            switch self {
            case .serif: ["EB Garamond 12", "EB Garamond", "Noto Serif", "Noto Naskh Arabic"]
            case .sans: ["Noto Sans", "Noto Sans Arabic"]
            }
        let noto = self == .serif ? "Noto Serif" : "Noto Sans"
        let han = "\(noto) CJK \(Self.region(of: language))"
        let generic = self == .serif ? "serif" : "sans-serif"
        return (first + Self.scripts.map { "\(noto) \($0)" } + [han, generic]).joined(separator: ", ")
    }

    private static func region(of language: String) -> String {
        let parts = language.lowercased().split(separator: "-")
        return switch parts.first {
        case "ja": "JP"
        case "ko": "KR"
        case "zh" where !parts.filter({ ["hant", "tw", "hk", "mo"].contains($0) }).isEmpty: "TC"
        default: "SC"
        }
    }
}
