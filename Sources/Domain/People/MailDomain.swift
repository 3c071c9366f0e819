import Foundation

/// The domain of an address in its one spelling, and as it goes over the wire.
///
/// Typed as `bücher.de`, `BÜCHER.DE`, `bücher。de` or `xn--bcher-kva.de` it is one domain. The one spelling is the one that
/// people read, in Unicode; mapped and checked by UTS 46 (nontransitional, CheckBidi, ContextJ), which Foundation does with
/// ICU wherever it writes a host.
struct MailDomain: Equatable {
    /// In letters: `bücher.de`.
    let name: String
    /// In ASCII, every label that needs it as an A-label (RFC 5890): `xn--bcher-kva.de`.
    let ascii: String

    /// Why a domain is none, in words for the person who typed it.
    struct Unfit: Error {
        let words: String
    }

    /// - Parameter typed: NFC, in small letters.
    init(_ typed: String) throws(Unfit) {
        guard typed.utf8.allSatisfy({ $0 >= 0x80 || Self.isOfHost($0) || $0 == UInt8(ascii: ".") }) else {
            throw Unfit(words: "The part after the @ holds a sign that no domain has.")
        }
        (name, ascii) = Self.isPlain(typed) ? (typed, typed) : try Self.mapped(typed)
        guard !ascii.hasSuffix(".") else { throw Unfit(words: "The e-mail address ends with a dot; leave it out.") }
        let labels = ascii.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy({ (1...63).contains($0.count) }) else {
            throw Unfit(words: "The part after the @ must be a domain, as in name@example.org.")
        }
        guard labels.allSatisfy({ $0.first != UInt8(ascii: "-") && $0.last != UInt8(ascii: "-") }) else {
            throw Unfit(words: "No part of a domain begins or ends with a hyphen.")
        }
        // RFC 1123 §2.1: the last label is no number, or it is an address of the network.
        guard !labels[labels.count - 1].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            throw Unfit(words: "The part after the @ must be a domain, not a number.")
        }
        guard ascii.utf8.count <= 253 else { throw Unfit(words: "The domain is too long: 253 octets at most.") }
    }

    private static func isOfHost(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }

    /// Nearly every domain: there is nothing to map.
    private static func isPlain(_ domain: String) -> Bool {
        domain.isASCII && !domain.hasPrefix("xn--") && !domain.contains(".xn--")
    }

    private static func mapped(_ typed: String) throws(Unfit) -> (name: String, ascii: String) {
        // Both ways and back: an A-label that no letters have, or that hides others, does not come back as it went.
        guard let ascii = encoded(typed), let name = decoded(ascii), encoded(name) == ascii else {
            throw Unfit(words: "The domain after the @ cannot be written that way; look at its letters again.")
        }
        return (name, ascii)
    }

    private static func encoded(_ domain: String) -> String? {
        var parts = URLComponents()
        parts.host = domain
        guard let ascii = parts.encodedHost, ascii.utf8.allSatisfy({ isOfHost($0) || $0 == UInt8(ascii: ".") }) else {
            return nil
        }
        return ascii
    }

    private static func decoded(_ ascii: String) -> String? {
        URLComponents(string: "https://\(ascii)/")?.host?.precomposedStringWithCanonicalMapping
    }
}
