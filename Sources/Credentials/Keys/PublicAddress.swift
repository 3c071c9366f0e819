/// The address under which an institute is public: every URL in a certificate begins with it, and its authority is the
/// issuer's `did:web`.
package struct PublicAddress: Hashable, Sendable {
    /// Scheme and authority, no path and no slash at the end: `https://registrar.example`.
    package let text: String
    /// Host, and port where it is not the scheme's own.
    package let authority: String

    /// Nil unless it is `http://` or `https://`, a host in ASCII, at most a port and a slash.
    package init?(_ text: String) {
        let scheme = ["https://", "http://"].first { text.utf8.starts(with: $0.utf8) }
        guard let scheme else { return nil }
        let rest = text.dropFirst(scheme.count)
        let authority = String(rest.last == "/" ? rest.dropLast() : rest).lowercased()
        let host = authority.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"): true
            default: false
            }
        }
        guard host, let first = authority.first, first != ":", first != "." else { return nil }
        self.text = scheme + authority
        self.authority = authority
    }

    /// The issuer (did:web method specification §3.1): the authority, with what may not stand in a DID percent-encoded, so
    /// that a port's colon is `%3A`. It resolves to `/.well-known/did.json`.
    package var did: String {
        authority.reduce(into: "did:web:") { did, character in
            switch character {
            case ":": did += "%3A"
            case "[": did += "%5B"
            case "]": did += "%5D"
            default: did.append(character)
            }
        }
    }

    /// Whether certificates from here are only tests: not https, or not under a name of the DNS.
    package var isTest: Bool {
        let host = authority.split(separator: ":", omittingEmptySubsequences: false).first ?? ""
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let isName =
            labels.count > 1 && labels.allSatisfy { !$0.isEmpty } && labels.last?.contains(where: \.isLetter) == true
        return !text.hasPrefix("https:") || !isName || labels.last == "localhost"
    }

    package func verify(_ id: CertificateID, prefix: String) -> String {
        "\(text)/verify/\(id.printed(prefix: prefix))"
    }
    package func achievement(_ code: String, _ version: String) -> String { "\(text)/achievements/\(code)/\(version)" }
    package func badge(_ code: String, _ version: String) -> String { "\(text)/badges/\(code)/\(version).png" }
    package func statusList(_ number: Int) -> String { "\(text)/status/revocation/\(number)" }
}
