/// Why a signed file is not to be believed; the first reason found, in the order in which it is checked.
package enum Untrusted: Error, Equatable, Sendable {
    // Form.
    case tooLarge(limit: Int)
    case notThreeParts
    case notBase64URL(part: String)
    case notJSON(part: String, JSON.Malformed)
    case notACredential(String)
    case notAReceipt(String)
    // Header or proof.
    case unsigned
    case anotherAlgorithm(String)
    case extraHeader(String)
    case wrongProof(String)
    // Key.
    case anotherIssuersKey(String)
    case unknownKey(String)
    case wrongKindOfKey(String)
    case unusedKey(String)
    case expiredKey(String, since: Instant)
    case retiredKey(String, since: Instant)
    case compromisedKey(String, since: Instant)
    // What was signed.
    case wrongSignature
    case claimsDisagree(String)
    case anotherIssuer(String)
    // A status list.
    case staleList(since: Instant)
    case anotherList(String)
    case unreadableList(StatusList.Unreadable)
}

extension Untrusted: CustomStringConvertible {
    /// Words for the person who checks a file.
    package var description: String {
        switch self {
        case .tooLarge(let limit): "The file is larger than any certificate: at most \(limit) octets are read."
        case .notThreeParts: "This is no signed certificate: three parts with dots between them were expected."
        case .notBase64URL(let part): "The \(part) is damaged: it is not base64url."
        case .notJSON(let part, let reason): "The \(part) is damaged: \(reason)"
        case .notACredential(let reason): "This is no certificate: \(reason)"
        case .notAReceipt(let reason): "This is no receipt: \(reason)"
        case .unsigned: "The file is not signed (its algorithm is “none”)."
        case .anotherAlgorithm(let name): "It is signed with \(Self.short(name)), which the issuer does not use."
        case .extraHeader(let name): "Its header holds “\(Self.short(name))”, which the issuer never writes."
        case .wrongProof(let reason): "Its proof is not one of the issuer's: \(reason)"
        case .anotherIssuersKey(let id): "It names a key of another issuer: \(Self.short(id))"
        case .unknownKey(let id): "It names a key that the issuer does not have: \(Self.short(id))"
        case .wrongKindOfKey(let id): "It names a key that does not sign files of this kind: \(Self.short(id))"
        case .unusedKey(let id): "It names a key that has not signed anything yet: \(Self.short(id))"
        case .expiredKey(let id, let since): "Everything signed with \(Self.short(id)) ended by \(since)."
        case .retiredKey(let id, let since):
            "It says it was signed with \(Self.short(id)) after that key retired (\(since))."
        case .compromisedKey(let id, let since):
            "It is signed with \(Self.short(id)), which the issuer gave up as compromised (\(since))."
        case .wrongSignature: "The signature does not fit: the file was changed, or somebody else signed it."
        case .claimsDisagree(let name): "The signed claim “\(name)” disagrees with the certificate."
        case .anotherIssuer(let name): "It says it was issued by somebody else: \(Self.short(name))"
        case .staleList(let since): "The status list is too old to tell: it ended at \(since)."
        case .anotherList(let reason): "This is not the status list that the certificate names: \(reason)"
        case .unreadableList(let reason): "The status list cannot be read: \(reason)"
        }
    }

    /// Nobody's 10 kB of text come back in an answer.
    private static func short(_ text: String) -> String {
        text.unicodeScalars.count <= 120 ? text : String(text.unicodeScalars.prefix(120)) + "…"
    }
}
