package import Foundation

/// A file that shows what a candidate did: its octets alone say what it is.
package struct EvidenceFile: Sendable {
    package enum MediaType: String, CaseIterable, Codable, Sendable {
        case pdf = "application/pdf"
        case jpeg = "image/jpeg"
        case png = "image/png"
        case text = "text/plain"
    }

    /// 10 MB.
    package static let mostOctets = 10 * 1_048_576

    package let name: String
    package let type: MediaType
    package let octets: Data

    /// - Parameter name: As its bringer calls it; folders before it are left away.
    /// - Throws: `Refusal` of kind invalid for a file that is empty, too large, or of no type that is taken.
    package init(name: String, octets: Data) throws {
        guard !octets.isEmpty else { throw Refusal.invalid("file", "Choose a file; this one is empty.") }
        guard octets.count <= Self.mostOctets else {
            throw Refusal.invalid(
                "file",
                "The file is larger than 10 MB. Send a smaller one: a photograph of the page, say."
            )
        }
        guard let type = MediaType(of: octets) else {
            throw Refusal.invalid(
                "file",
                "The file is no PDF, JPEG, PNG or plain text in UTF-8. Save it as one of these."
            )
        }
        self.name = Self.cleaned(name)
        self.type = type
        self.octets = octets
    }

    /// Without folders, control characters and signs that turn text, at most 200 characters long.
    private static func cleaned(_ name: String) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        var clean = String.UnicodeScalarView()
        for scalar in last.unicodeScalars where !scalar.isControl && !scalar.turnsText { clean.append(scalar) }
        let text = String(clean).trimmed
        return text.isEmpty ? "file" : String(String.UnicodeScalarView(text.unicodeScalars.prefix(200)))
    }
}

extension EvidenceFile.MediaType {
    private static let signatures: [(Self, [UInt8])] = [
        (.pdf, Array("%PDF-".utf8)), (.jpeg, [0xFF, 0xD8, 0xFF]),
        (.png, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
    ]

    /// What octets begin like (ISO 32000-1 §7.5.2, ITU T.81 §B.1, PNG §5.2); else text, if all of it is.
    init?(of octets: Data) {
        if let known = Self.signatures.first(where: { octets.starts(with: $0.1) }) {
            self = known.0
            return
        }
        let allowed: Set<UInt8> = [0x09, 0x0A, 0x0C, 0x0D]
        guard octets.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || allowed.contains($0) }),
            String(validating: octets, as: UTF8.self) != nil
        else { return nil }
        self = .text
    }
}
