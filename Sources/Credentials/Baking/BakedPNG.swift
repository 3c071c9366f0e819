/// A credential inside a PNG (Open Badges 3.0 §5.3.1): one uncompressed `iTXt` chunk with the keyword `openbadgecredential`,
/// its text the compact JWS.
package enum BakedPNG {
    package static let longest = 8_388_608
    private static let keyword = Array("openbadgecredential".utf8)

    /// The image with a credential in it, right after its header.
    package static func bake(_ token: String, into image: [UInt8]) throws(Unbakeable) -> [UInt8] {
        guard image.count <= longest else { throw .tooLarge(limit: longest) }
        guard isCompactJWS(token.utf8) else { throw .notACompactJWS }
        guard try texts(in: PNGChunks(image)).isEmpty else { throw .holdsOneAlready }
        // Keyword, end of keyword, not compressed, method 0, no language, no translated keyword.
        let chunk = PNGChunks.written("iTXt", keyword + [0, 0, 0, 0, 0] + token.utf8)
        let header = PNGChunks.signature.count + 12 + 13
        return image[..<header] + chunk + image[header...]
    }

    /// The credential in an image, not yet believed.
    package static func extract(from image: [UInt8]) throws(Unbakeable) -> String {
        guard image.count <= longest else { throw .tooLarge(limit: longest) }
        let texts = try texts(in: PNGChunks(image))
        guard let text = texts.first else { throw .holdsNone }
        guard texts.count == 1 else { throw .holdsSeveral }
        // After the keyword's end: two flags, then language and translated keyword, each ended by a zero.
        guard text.count >= 2, let flag = text.first else { throw .damaged }
        guard flag == 0 else { throw .compressed }
        let fields = text.dropFirst(2).split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
        guard fields.count == 3 else { throw .damaged }
        guard isCompactJWS(fields[2]) else { throw .notACompactJWS }
        return String(decoding: fields[2], as: UTF8.self)
    }

    /// What follows the keyword in each chunk that has it.
    private static func texts(in image: PNGChunks) -> [ArraySlice<UInt8>] {
        image.chunks.filter { $0.type == Array("iTXt".utf8) && $0.data.starts(with: keyword + [0]) }
            .map { $0.data.dropFirst(keyword.count + 1) }
    }

    /// Whether a text consists of three parts in base64url's alphabet; whether it is true is not asked here.
    static func isCompactJWS(_ text: some Collection<UInt8>) -> Bool {
        var dots = 0
        for octet in text {
            switch octet {
            case UInt8(ascii: "."): dots += 1
            case UInt8(ascii: "-"), UInt8(ascii: "_"): break
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): break
            case UInt8(ascii: "a")...UInt8(ascii: "z"): break
            default: return false
            }
        }
        return dots == 2
    }
}
