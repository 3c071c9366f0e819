/// A command as a person would type it next, broken into lines before its options.
struct NextCommand {
    private var words: [[String]]

    init(_ words: String...) {
        self.init(words)
    }

    init(_ words: [String]) {
        self.words = [words.map(\.quoted)]
    }

    /// Adds an option where there is a value for it.
    func adding(_ option: String, _ value: String?) -> Self {
        guard let value else { return self }
        return adding([option, value])
    }

    func adding(_ option: String, if isGiven: Bool) -> Self {
        isGiven ? adding([option]) : self
    }

    private func adding(_ more: [String]) -> Self {
        var copy = self
        copy.words.append(more.map(\.quoted))
        return copy
    }

    /// Lines under an indent; every one but the last ends in a backslash.
    var lines: [String] {
        words.enumerated().map { index, part in
            (index == 0 ? "  " : "    ") + part.joined(separator: " ") + (index == words.count - 1 ? "" : " \\")
        }
    }
}

extension String {
    /// As a shell takes it for one word.
    fileprivate var quoted: String {
        let isPlain =
            !isEmpty
            && utf8.allSatisfy { octet in
                Self.plain.contains(octet)
            }
        return isPlain ? self : "'" + replacing("'", with: "'\\''") + "'"
    }

    private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@%+=,".utf8)
}
