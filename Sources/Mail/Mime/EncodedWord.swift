import Foundation

/// Header text as RFC 2047 writes it.
///
/// GMime would do this, but it lets text through that already looks like an encoded word, so a name typed as
/// `=?utf-8?…?=` would reach the reader as something else. What is encoded here it leaves as it is.
enum EncodedWord {
    /// 45 octets become 60 in base64: with its frame a word keeps below the 75 octets of RFC 2047 §2.
    private static let mostOctets = 45

    static func encode(_ text: String) -> String {
        guard needsEncoding(text) else { return text }
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let octets = Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            // A character is never split between two words (§5).
            if words[words.count - 1].count + octets.count > mostOctets { words.append([]) }
            words[words.count - 1] += octets
        }
        return words.map { "=?utf-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: " ")
    }

    private static func needsEncoding(_ text: String) -> Bool {
        text.contains("=?") || text.utf8.contains { $0 < 0x20 || $0 > 0x7e }
    }
}
