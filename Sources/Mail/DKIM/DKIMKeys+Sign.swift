import Credentials
import Crypto
import Foundation

extension DKIMKeys {
    /// The fields that a signature covers where a mail has them (RFC 6376 §5.4.1); the list's, because a receiver offers to
    /// unsubscribe only where both are signed (RFC 8058 §4). From stands twice, so that nobody adds another.
    private static let covered = [
        "from", "from", "reply-to", "to", "subject", "date", "message-id", "mime-version", "content-type",
        "auto-submitted", "list-id", "list-unsubscribe", "list-unsubscribe-post",
    ]

    /// A mail with a signature of each key before it.
    ///
    /// - Parameters:
    ///   - mail: RFC 5322 with CRLF.
    ///   - domain: that of its sender, in A-labels; the signatures' `d=`.
    func signed(_ mail: [UInt8], domain: String, at time: Date) throws -> [UInt8] {
        guard !signing.isEmpty else { return mail }
        let (fields, body) = Self.parts(of: mail)
        let bodyHash = Data(SHA256.hash(data: Canonical.body(body))).base64EncodedString()
        let names = fields.map { Self.name(of: $0) }
        let covered = Self.covered.filter { names.contains($0) }

        // The n-th naming of a field covers its n-th from the bottom; one that is not there counts as empty (§5.4.2).
        var left = Dictionary(grouping: fields.indices, by: { names[$0] })
        var hashed: [UInt8] = []
        for name in covered {
            guard let index = left[name]?.popLast() else { continue }
            hashed += Canonical.header(fields[index]) + Array("\r\n".utf8)
        }
        let list =
            covered.count > 7
            ? covered[..<7].joined(separator: ":") + ":\r\n  " + covered[7...].joined(separator: ":")
            : covered.joined(separator: ":")
        let signatures = try signing.map { key in
            let unsigned = """
                DKIM-Signature: v=1; a=\(key.key.kind.rawValue)-sha256; c=relaxed/relaxed;\r
                 d=\(domain); s=\(key.selector);\r
                 t=\(Int(time.timeIntervalSince1970));\r
                 h=\(list);\r
                 bh=\(bodyHash);\r
                 b=
                """
            let signature = try key.signature(over: hashed + Canonical.header(unsigned.utf8))
            return unsigned + signature.base64EncodedString().inLines + "\r\n"
        }
        return Array(signatures.joined().utf8) + mail
    }

    /// The header's fields, each with its folds and without its last line end, and the body.
    static func parts(of mail: [UInt8]) -> (fields: [ArraySlice<UInt8>], body: ArraySlice<UInt8>) {
        var fields: [ArraySlice<UInt8>] = []
        var start = mail.startIndex
        while start < mail.endIndex {
            let end = mail[start...].firstIndex(of: UInt8(ascii: "\n")) ?? mail.endIndex
            var line = mail[start..<end]
            if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
            let next = min(end + 1, mail.endIndex)
            if line.isEmpty { return (fields, mail[next...]) }
            if let first = line.first, first == UInt8(ascii: " ") || first == UInt8(ascii: "\t"),
                let field = fields.popLast()
            {
                fields.append(mail[field.startIndex..<line.endIndex])
            } else {
                fields.append(line)
            }
            start = next
        }
        return (fields, [])
    }

    private static func name(of field: ArraySlice<UInt8>) -> String {
        String(decoding: Canonical.header(field).prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
    }
}

extension DKIMKeys.Key {
    /// RSA signs the octets' SHA-256 (RFC 6376 §3.3.1); Ed25519 signs that hash as its message (RFC 8463 §3).
    fileprivate func signature(over octets: [UInt8]) throws -> Data {
        switch key.kind {
        case .rsa: try key.signature(for: Data(octets))
        case .ed25519: try key.signature(for: Data(SHA256.hash(data: octets)))
        }
    }
}

extension String {
    /// In lines that fit a header; blanks do not count in base64.
    fileprivate var inLines: String {
        var rest = self[...]
        var lines: [Substring] = []
        while !rest.isEmpty {
            lines.append(rest.prefix(72))
            rest = rest.dropFirst(72)
        }
        return lines.joined(separator: "\r\n  ")
    }
}
