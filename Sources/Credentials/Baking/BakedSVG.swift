/// A credential inside an SVG (Open Badges 3.0 §5.3.2): `<openbadges:credential verify="JWS"/>` right after the root's start
/// tag, which declares the namespace.
///
/// The image is handled as octets: it is neither parsed as XML nor are its entities or links followed.
package enum BakedSVG {
    package static let longest = 8_388_608
    private static let namespace = #" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0""#
    private static let element = Array("<openbadges:credential".utf8)

    /// The image with a credential in it.
    package static func bake(_ token: String, into image: [UInt8]) throws(Unbakeable) -> [UInt8] {
        guard image.count <= longest else { throw .tooLarge(limit: longest) }
        guard BakedPNG.isCompactJWS(token.utf8) else { throw .notACompactJWS }
        guard places(of: element, in: image).isEmpty else { throw .holdsOneAlready }
        guard let root = places(of: Array("<svg".utf8), in: image).first else { throw .notAnImage }
        let name = root + 4
        guard let end = endOfTag(in: image, from: name), image[end - 1] != UInt8(ascii: "/") else { throw .damaged }
        let declared = places(of: Array("xmlns:openbadges".utf8), in: Array(image[name..<end])).isEmpty == false
        return image[..<name] + (declared ? [] : Array(namespace.utf8)) + image[name...end]
            + Array(#"<openbadges:credential verify="\#(token)"/>"#.utf8) + image[(end + 1)...]
    }

    /// The credential in an image, not yet believed.
    package static func extract(from image: [UInt8]) throws(Unbakeable) -> String {
        guard image.count <= longest else { throw .tooLarge(limit: longest) }
        guard !places(of: Array("<svg".utf8), in: image).isEmpty else { throw .notAnImage }
        let found = places(of: element, in: image)
        guard let start = found.first else { throw .holdsNone }
        guard found.count == 1 else { throw .holdsSeveral }
        guard let end = endOfTag(in: image, from: start + element.count) else { throw .damaged }
        let tag = Array(image[start + element.count..<end])
        guard let attribute = places(of: Array("verify=".utf8), in: tag).first, attribute + 7 < tag.count else {
            throw .notACompactJWS
        }
        let quote = tag[attribute + 7]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { throw .damaged }
        let token = tag[(attribute + 8)...].prefix { $0 != quote }
        guard BakedPNG.isCompactJWS(token) else { throw .notACompactJWS }
        return String(decoding: token, as: UTF8.self)
    }

    /// Where the `>` of a tag stands: the first outside of quotes.
    private static func endOfTag(in image: [UInt8], from start: Int) -> Int? {
        var quote: UInt8?
        for place in start..<max(start, image.count) {
            switch (image[place], quote) {
            case (UInt8(ascii: ">"), nil): return place
            case (UInt8(ascii: "\""), nil), (UInt8(ascii: "'"), nil): quote = image[place]
            case (let octet, let open?) where octet == open: quote = nil
            default: break
            }
        }
        return nil
    }

    private static func places(of word: [UInt8], in image: [UInt8]) -> [Int] {
        guard image.count >= word.count else { return [] }
        return (0...image.count - word.count).filter { start in
            image[start] == word[0] && image[start..<start + word.count].elementsEqual(word)
        }
    }
}
