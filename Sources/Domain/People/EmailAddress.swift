import Foundation
import Postgres

/// A person's address, normalised: trimmed, NFC, lower case; dots and +tags stay. One address is one person.
package struct EmailAddress: RawRepresentable, Hashable, Codable, PostgresCodable, Sendable {
    package let rawValue: String

    /// Takes a value that was normalised before, from the database.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Takes what a person typed.
    ///
    /// - Throws: `Refusal.Problem` words for `a@`, two `@`, blanks, control characters, and over 254 octets (RFC 5321 §4.5.3.1.3).
    package init(typed: String, field: String = "email") throws(InvalidInput) {
        let text = Self.normalised(typed)
        func refuse(_ words: String) -> InvalidInput { InvalidInput(Refusal.Problem(field, words)) }
        guard !text.isEmpty else { throw refuse("Give an e-mail address; the confirmation goes there.") }
        guard text.utf8.count <= 254 else { throw refuse("The e-mail address is too long: 254 octets at most.") }
        guard !text.unicodeScalars.contains(where: Self.isForbidden) else {
            throw refuse("The e-mail address contains a blank, a bracket or a control character; remove it.")
        }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw refuse("The e-mail address needs exactly one @, as in name@example.org.")
        }
        guard !parts[0].isEmpty, parts[0].utf8.count <= 64 else {
            throw refuse("The part before the @ is missing or longer than 64 octets.")
        }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 63 }) else {
            throw refuse("The part after the @ must be a domain, as in name@example.org.")
        }
        rawValue = text
    }

    private static func normalised(_ typed: String) -> String {
        guard typed.utf8.allSatisfy({ $0 < 0x80 }) else {
            return typed.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
                .lowercased().precomposedStringWithCanonicalMapping
        }
        // What is ASCII is NFC as it stands; nearly every address is, and reservations come by the thousand.
        let isBlank = { (octet: UInt8) in octet == 0x20 || (0x09...0x0D).contains(octet) }
        var text = Substring(typed).utf8
        while let first = text.first, isBlank(first) { text.removeFirst() }
        while let last = text.last, isBlank(last) { text.removeLast() }
        return Substring(text).lowercased()
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.isASCII else {
            return scalar.value <= 0x20 || scalar.value == 0x7F || "<>()[],;:\\\"".unicodeScalars.contains(scalar)
        }
        return scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
            || scalar.properties.generalCategory == .format
    }
}

/// One thing wrong with one value that somebody typed.
package struct InvalidInput: Error, Sendable {
    package let problem: Refusal.Problem

    package init(_ problem: Refusal.Problem) {
        self.problem = problem
    }

    package var refusal: Refusal { .invalid([problem]) }
}
