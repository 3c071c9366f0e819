import Credentials
import Foundation
import Postgres

/// A person's address, normalised: trimmed, NFC, lower case, the domain in one spelling (``MailDomain``); dots and +tags
/// stay. One address is one person.
package struct EmailAddress: RawRepresentable, Hashable, Codable, PostgresCodable, Sendable {
    package let rawValue: String

    /// Takes a value that was normalised before, from the database.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Takes what a person typed.
    ///
    /// - Throws: `Refusal.Problem` words for `a@`, two `@`, blanks, control characters, dots that stand alone (RFC 5321
    ///   §4.1.2), a local part in quotes, a domain that is none, and over 254 octets (§4.5.3.1.3), as typed and as sent.
    package init(typed: String, field: String = "email") throws(InvalidInput) {
        let text = Self.normalised(typed)
        func refuse(_ words: String) -> InvalidInput { InvalidInput(Refusal.Problem(field, words)) }
        guard !text.isEmpty else { throw refuse("Give an e-mail address; the confirmation goes there.") }
        guard text.utf8.count <= 254 else { throw refuse("The e-mail address is too long: 254 octets at most.") }
        guard !text.hasPrefix("\"") else {
            throw refuse("An address with quotation marks is not taken here; give one without.")
        }
        guard !text.unicodeScalars.contains(where: Self.isForbidden) else {
            throw refuse("The e-mail address contains a blank, a bracket or a control character; remove it.")
        }
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw refuse("The e-mail address needs exactly one @, as in name@example.org.")
        }
        let local = Substring(parts[0])
        guard (1...64).contains(local.utf8.count) else {
            throw refuse("The part before the @ is missing or longer than 64 octets.")
        }
        guard !local.hasPrefix("."), !local.hasSuffix("."), !local.contains("..") else {
            throw refuse("The part before the @ begins or ends with a dot, or has two in a row.")
        }
        let domain: MailDomain
        do { domain = try MailDomain(String(Substring(parts[1]))) } catch { throw refuse(error.words) }
        guard max(domain.name.utf8.count, domain.ascii.utf8.count) + local.utf8.count < 254 else {
            throw refuse("The e-mail address is too long: 254 octets at most.")
        }
        rawValue = "\(local)@\(domain.name)"
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
    /// A row from before domains had one spelling, as it would be taken today; any other as it is.
    var inOneSpelling: EmailAddress {
        guard !isPlaceholder, let (local, domain) = parts, let known = try? MailDomain(domain) else { return self }
        return EmailAddress(rawValue: "\(local)@\(known.name)")
    }

    /// As it goes over the wire: the domain in ASCII. What stands before the @ stays as it is (RFC 6531).
    package var onTheWire: String {
        guard let (local, domain) = parts, let known = try? MailDomain(domain) else { return rawValue }
        return "\(local)@\(known.ascii)"
    }

    /// In ASCII alone, where it is not: the domain in punycode, other letters by their numbers. Letters of one script look
    /// like those of another; staff see both.
    package var plainly: String? {
        guard !rawValue.isASCII else { return nil }
        return onTheWire.unicodeScalars
            .map { $0.isASCII ? String($0) : "\\u{\(String($0.value, radix: 16, uppercase: true))}" }
            .joined()
    }

    private var parts: (local: Substring, domain: String)? {
        guard let at = rawValue.firstIndex(of: "@") else { return nil }
        return (rawValue[..<at], String(rawValue[rawValue.index(after: at)...]))
    }

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
