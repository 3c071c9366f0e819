import Foundation

/// Text as it is compared across scripts and diacritics: small letters of ASCII wherever there is a way to write it so.
///
/// By ICU's transforms as Foundation has them: PostgreSQL's `unaccent` knows no other script, and would have to be installed.
/// Signs that are no letters stay, so that nothing typed means anything but itself.
enum Folding {
    /// The words of a text, in order: `Łukasz Żółć` is `lukasz zolc`, `王小明` is `wang xiao ming`.
    static func words(of text: String) -> [String] { words(of: text, by: "Any-Latin; Latin-ASCII; Lower") }

    /// Every word by which a text is found: beside those, as people write them who know the language, `Mueller` for `Müller`
    /// and `Yuliya` for `Юлия`.
    static func allWords(of text: String) -> Set<String> {
        var all = Set(words(of: text))
        if !text.isASCII {
            all.formUnion(words(of: text, by: "de-ASCII; Any-Latin; Latin-ASCII; Lower"))
            all.formUnion(words(of: text, by: "Russian-Latin/BGN; Any-Latin; Latin-ASCII; Lower"))
        }
        // Robert “Bob” Smith is found by bob too.
        for word in all {
            all.formUnion(
                word.unicodeScalars.split { !$0.properties.isAlphabetic && $0.properties.numericType == nil }
                    .map { String($0) }
            )
        }
        return all
    }

    private static func words(of text: String, by transform: String) -> [String] {
        let latin =
            text.isASCII
            ? text.lowercased()
            : text.precomposedStringWithCompatibilityMapping
                .applyingTransform(StringTransform(transform), reverse: false) ?? text.lowercased()
        var words: [String] = []
        var word = String.UnicodeScalarView()
        for scalar in latin.decomposedStringWithCompatibilityMapping.unicodeScalars {
            switch scalar {
            // O'Brien is obrien, however the apostrophe is written.
            case "'", "`", "\u{2018}", "\u{2019}": continue
            case _ where scalar.properties.isWhitespace || scalar.isControl || "-.,;/".unicodeScalars.contains(scalar):
                if !word.isEmpty { words.append(String(word)) }
                word = .init()
            default:
                switch scalar.properties.generalCategory {
                case .nonspacingMark, .spacingMark, .enclosingMark, .modifierLetter, .modifierSymbol, .format: continue
                default: word.append(scalar)
                }
            }
        }
        if !word.isEmpty { words.append(String(word)) }
        return words
    }
}
