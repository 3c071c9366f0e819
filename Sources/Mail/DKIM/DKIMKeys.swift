package import Credentials
package import Domain
import Foundation

/// The keys that outgoing mail is signed with: files `SELECTOR.rsa.pem` and `SELECTOR.ed25519.pem` in one folder.
///
/// The newest of each kind signs, which is the last by selector, so a key is replaced by making the next and publishing it
/// first.
package struct DKIMKeys: Sendable {
    package struct Key: Sendable {
        package let selector: String
        package let key: SigningKey
        /// Whether it is the newest of its kind.
        package let signs: Bool
    }

    /// All keys, oldest first.
    package let all: [Key]

    var signing: [Key] { all.filter(\.signs) }

    /// Reads every key in a folder; none when no folder is named, or is there.
    ///
    /// - Throws: `KeyFolder.Unusable` for a file that others may read, `SigningKey.Unusable` for one that is no key.
    package init(in folder: KeyFolder?) throws {
        guard let folder, let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            all = []
            return
        }
        var found: [(selector: String, key: SigningKey)] = []
        for file in names.sorted() {
            guard let parts = file.wholeMatch(of: /([a-z0-9]+(?:-[a-z0-9]+)*)\.(rsa|ed25519)\.pem/),
                let name = KeyName(rawValue: "\(parts.1).\(parts.2)")
            else { continue }
            let key = try folder.read(name)
            guard key.kind.rawValue == parts.2 else {
                throw UnfitKey(description: "\(folder.path)/\(file) holds a key of another kind than its name says.")
            }
            found.append((String(parts.1), key))
        }
        all = found.map { entry in
            Key(
                selector: entry.selector,
                key: entry.key,
                signs: entry.selector == found.last { $0.key.kind == entry.key.kind }?.selector
            )
        }
    }

    /// Makes a pair of keys, RSA of 2048 bits and Ed25519; each has a selector of its own, as DNS holds one record for each.
    ///
    /// - Parameter stem: what both selectors begin with: `2026a` gives `2026a-r` and `2026a-e`.
    /// - Throws: `UnfitKey` for a stem that DNS does not take, `KeyFolder.Unusable` where a file is there already.
    package static func create(_ stem: String, in folder: KeyFolder) throws {
        guard stem.wholeMatch(of: /[a-z0-9]+(?:-[a-z0-9]+)*/) != nil, stem.utf8.count <= 50 else {
            throw UnfitKey(description: "A selector has small letters, digits and hyphens between them, 50 at most.")
        }
        for (kind, end) in [(PublicKey.Kind.rsa, "r"), (.ed25519, "e")] {
            guard let name = KeyName(rawValue: "\(stem)-\(end).\(kind.rawValue)") else { continue }
            try folder.write(SigningKey(generating: kind, name: name))
        }
    }

    package struct UnfitKey: Error, CustomStringConvertible {
        package let description: String
    }
}

extension DKIMKeys.Key {
    /// What DNS has to say at `SELECTOR._domainkey.DOMAIN` (RFC 6376 §3.6.1, RFC 8463 §4).
    package var record: String {
        get throws {
            let key = try key.publicKey
            return "v=DKIM1; k=\(key.kind.rawValue); h=sha256; p=\(try key.octets.base64EncodedString())"
        }
    }

    /// The record as a zone file has it: pieces of at most 255 octets.
    package func zoneLine(of domain: String) throws -> String {
        var rest = Substring(try record)
        var pieces: [Substring] = []
        while !rest.isEmpty {
            pieces.append(rest.prefix(250))
            rest = rest.dropFirst(250)
        }
        return "\(selector)._domainkey.\(domain). IN TXT ( \(pieces.map { "\"\($0)\"" }.joined(separator: " ")) )"
    }
}
