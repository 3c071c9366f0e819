import Foundation

/// A compact JWS (RFC 7515 §3.1) taken apart, and not yet believed.
struct CompactJWS {
    let header: JSON
    let payload: JSON
    /// What was signed: the first two parts with the dot between them.
    let signed: Data
    let signature: Data

    /// - Parameter limit: The most octets that are looked at.
    init(_ text: String, limit: Int) throws(Untrusted) {
        guard text.utf8.count <= limit else { throw .tooLarge(limit: limit) }
        let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .notThreeParts }
        func octets(_ index: Int, _ name: String) throws(Untrusted) -> Data {
            guard let octets = Data(base64URL: String(decoding: parts[index], as: UTF8.self)) else {
                throw .notBase64URL(part: name)
            }
            return octets
        }
        func json(_ index: Int, _ name: String) throws(Untrusted) -> JSON {
            let octets = try octets(index, name)
            do { return try JSON.read(Array(octets)) } catch { throw .notJSON(part: name, error) }
        }
        header = try json(0, "header")
        payload = try json(1, "payload")
        signature = try octets(2, "signature")
        signed = Data(text.utf8.prefix(parts[0].count + 1 + parts[1].count))
    }
}
