import Credentials
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
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw refuse("The e-mail address needs exactly one @, as in name@example.org.")
        }
        guard !parts[0].isEmpty, parts[0].count <= 64 else {
            throw refuse("The part before the @ is missing or longer than 64 octets.")
        }
        let labels = parts[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy({ (1...63).contains($0.count) }) else {
            throw refuse("The part after the @ must be a domain, as in name@example.org.")
        }
        rawValue = text
    }

    private static func normalised(_ typed: String) -> String {
        // What is ASCII is NFC as it stands.
        guard !typed.isASCII else { return typed.trimmed.lowercased() }
        return typed.trimmed.precomposedStringWithCanonicalMapping.lowercased().precomposedStringWithCanonicalMapping
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "<", ">", "(", ")", "[", "]", ",", ";", ":", "\\", "\"": true
        case _ where scalar.isASCII: scalar.isControl
        default:
            scalar.properties.isWhitespace || scalar.isControl || scalar.properties.generalCategory == .format
        }
    }
}

extension EmailAddress {
    /// Stands in for an address that is not known: nothing that anybody can type, and no mail goes there.
    static func placeholder(for id: CertificateID) -> EmailAddress {
        EmailAddress(rawValue: "legacy:\(id.rawValue.lowercased())")
    }

    /// Whether mail can go there: a colon stands in no address that anybody typed.
    var isPlaceholder: Bool { rawValue.utf8.contains(UInt8(ascii: ":")) }
}

/// One thing wrong with one value that somebody typed.
package struct InvalidInput: Error, Sendable {
    package let problem: Refusal.Problem

    package init(_ problem: Refusal.Problem) {
        self.problem = problem
    }

    package var refusal: Refusal { .invalid([problem]) }
}
