import Foundation

/// How the letters of a file are written as octets.
package enum TextEncoding: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    case windows1252 = "windows-1252"
}

/// What the octets of a file tell of its encoding, gathered as they come in.
struct EncodingEvidence {
    private var beginning: [UInt8] = []
    /// Continuation octets of UTF-8 that are still to come.
    private var pending = 0
    /// Letters beyond ASCII that are right in UTF-8, and octets that are not.
    private var whole = 0
    private var broken = 0
    private var brokenLine: Int?
    private var line = 1
    /// Octets that stand for nothing in Windows-1252.
    private var undefined = 0

    mutating func weigh(_ octets: [UInt8]) {
        if beginning.count < 1024 { beginning += octets.prefix(1024 - beginning.count) }
        for octet in octets {
            defer { if octet == UInt8(ascii: "\n") { line += 1 } }
            if pending > 0 {
                if octet & 0xC0 == 0x80 {
                    pending -= 1
                    if pending == 0 { whole += 1 }
                    continue
                }
                pending = 0
                breakHere()
            }
            guard octet >= 0x80 else { continue }
            switch octet {
            case 0xC2...0xDF: pending = 1
            case 0xE0...0xEF: pending = 2
            case 0xF0...0xF4: pending = 3
            default:
                breakHere()
                if [0x81, 0x8D, 0x8F, 0x90, 0x9D].contains(octet) { undefined += 1 }
            }
        }
    }

    private mutating func breakHere() {
        broken += 1
        brokenLine = brokenLine ?? line
    }

    /// - Throws: `Refusal` of kind invalid where no encoding fits, or two do.
    func encoding(of name: String) throws -> TextEncoding {
        switch (beginning.first, beginning.dropFirst().first) {
        case (0xFF, 0xFE): return .utf16LittleEndian
        case (0xFE, 0xFF): return .utf16BigEndian
        default: break
        }
        // Without a mark, ASCII in UTF-16 is every other octet a zero.
        let pairs = max(1, beginning.count / 2)
        let zeros = beginning.indices.filter { beginning[$0] == 0 }
        if zeros.count * 5 > pairs * 2 {
            if zeros.allSatisfy({ $0 % 2 == 1 }) { return .utf16LittleEndian }
            if zeros.allSatisfy({ $0 % 2 == 0 }) { return .utf16BigEndian }
        }
        if broken == 0, pending == 0 { return .utf8 }
        if whole == 0, undefined == 0 { return .windows1252 }
        throw Refusal.invalid(
            name,
            """
            \(name): Line \(brokenLine ?? line) is not UTF-8, and \
            \(whole > 0 ? "other lines are" : "the file is not Windows-1252 either"). \
            Save the file in the UTF-8 encoding, or say which it has: --encoding.
            """
        )
    }
}

/// Makes UTF-8 of a file's octets as they come in; what stands for no letter becomes U+FFFD.
struct Transcoder {
    private let encoding: TextEncoding
    /// The beginning of a letter whose end is in the next octets.
    private var rest: [UInt8] = []

    init(from encoding: TextEncoding) {
        self.encoding = encoding
    }

    mutating func utf8(_ octets: [UInt8]) -> [UInt8] {
        switch encoding {
        case .utf8: octets
        case .windows1252: Self.fromWindows(octets)
        case .utf16LittleEndian: fromUTF16(octets, low: 0, high: 1)
        case .utf16BigEndian: fromUTF16(octets, low: 1, high: 0)
        }
    }

    /// What is left when nothing more comes: half a letter.
    mutating func end() -> [UInt8] { rest.isEmpty ? [] : Array("\u{FFFD}".utf8) }

    private static func fromWindows(_ octets: [UInt8]) -> [UInt8] {
        if let text = String(bytes: octets, encoding: .windowsCP1252) { return Array(text.utf8) }
        guard octets.count > 1 else { return Array("\u{FFFD}".utf8) }
        // Somewhere stands an octet that is no letter; both halves tell where.
        let half = octets.count / 2
        return fromWindows(Array(octets[..<half])) + fromWindows(Array(octets[half...]))
    }

    private mutating func fromUTF16(_ octets: [UInt8], low: Int, high: Int) -> [UInt8] {
        let all = rest + octets
        var units: [UInt16] = []
        units.reserveCapacity(all.count / 2)
        for index in stride(from: 0, to: all.count - 1, by: 2) {
            units.append(UInt16(all[index + low]) | UInt16(all[index + high]) << 8)
        }
        var taken = units.count
        if let last = units.last, UTF16.isLeadSurrogate(last) { taken -= 1 }
        rest = Array(all[(taken * 2)...])
        return Array(String(decoding: units[..<taken], as: UTF16.self).utf8)
    }
}
