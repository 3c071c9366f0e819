/// What a certificate's file turns out to be by its octets; its name and its type are hearsay.
package enum FileForm: String, CaseIterable, Codable, Sendable {
    case pdf, jwt, json, png, svg

    /// Nil for anything that no certificate comes as.
    package init?(of octets: [UInt8]) {
        if octets.starts(with: "%PDF-".utf8) {
            self = .pdf
        } else if octets.starts(with: PNGChunks.signature) {
            self = .png
        } else {
            let text = octets.withoutBlanksAround
            switch text.first {
            case UInt8(ascii: "{"): self = .json
            case UInt8(ascii: "<"): self = .svg
            default:
                guard BakedPNG.isCompactJWS(text) else { return nil }
                self = .jwt
            }
        }
    }
}

extension [UInt8] {
    /// Without the blanks and line ends around it, and without a byte order mark: what an editor may add to a text.
    var withoutBlanksAround: ArraySlice<UInt8> {
        let isBlank = { (octet: UInt8) in octet == 0x20 || (0x09...0x0D).contains(octet) }
        let text = (starts(with: [0xEF, 0xBB, 0xBF]) ? dropFirst(3) : self[...]).drop(while: isBlank)
        guard let last = text.lastIndex(where: { !isBlank($0) }) else { return [] }
        return text[...last]
    }
}
