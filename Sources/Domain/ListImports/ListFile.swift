import Crypto
import Foundation

/// A list as a file that can be read from its beginning more than once; it is never held whole.
package struct ListFile: Sendable {
    package let name: String
    /// How many octets it has, for telling how far reading has come.
    package let size: Int
    let open: @Sendable () throws -> OctetSource

    package init(name: String, size: Int, open: @escaping @Sendable () throws -> OctetSource) {
        self.name = name
        self.size = size
        self.open = open
    }
}

/// What one look over a whole file tells of it.
struct ListEvidence: Sendable {
    /// SHA-256 of the octets, in hexadecimal digits.
    let digest: String
    let encoding: TextEncoding
    /// Whether it has an object of JSON on each line.
    let isJSON: Bool
}

extension ListImport {
    /// - Throws: `Refusal` of kind invalid where the encoding cannot be told, or the file is empty.
    func examine() throws -> ListEvidence {
        let source = try file.open()
        var hasher = SHA256()
        var evidence = EncodingEvidence()
        var beginning: [UInt8] = []
        while let octets = try source.next(), !octets.isEmpty {
            hasher.update(data: octets)
            if encoding == nil { evidence.weigh(octets) }
            if beginning.count < 1024 { beginning += octets.prefix(1024) }
        }
        guard !beginning.isEmpty else { throw Refusal.invalid(file.name, "\(file.name): The file is empty.") }
        let encoding = try encoding ?? evidence.encoding(of: file.name)
        var transcoder = Transcoder(from: encoding)
        let text = String(decoding: transcoder.utf8(beginning), as: UTF8.self)
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }
        return ListEvidence(
            digest: hasher.finalize().hexadecimal,
            encoding: encoding,
            isJSON: profile.map { $0 == .jsonl } ?? (first == "{")
        )
    }
}
