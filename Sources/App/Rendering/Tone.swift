/// What a piece of text means to the eye; only a terminal shows it, and only as a colour beside words that say the same.
enum Tone {
    case plain, heading, faint, good, waiting, bad

    func paint(_ text: String, on screen: Screen) -> String {
        guard screen.hasColour, let code, !text.isEmpty else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    /// SGR parameters (ECMA-48 §8.3.117).
    private var code: String? {
        switch self {
        case .plain: nil
        case .heading: "1"
        case .faint: "2"
        case .good: "32"
        case .waiting: "33"
        case .bad: "31"
        }
    }
}
