/// A certificate's public name: ten random characters and a check character, `7K3M9QRT2WR`.
///
/// 50 bits from a cryptographic source over Crockford's 32 characters (`0-9 A-H J K M N P-T V-Z`), and one check character by
/// ISO 7064 MOD 37-2 (see ``CheckCharacter``), drawn again while the check is one of `I L O U *`. It holds no sequence, no
/// date and nothing about the person. An ID is never used twice and survives renewals.
package struct CertificateID: Hashable, Sendable {
    static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    static let length = 11

    /// Whether it is one of the alphabet.
    static func isCharacter(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "I"), UInt8(ascii: "L"), UInt8(ascii: "O"), UInt8(ascii: "U"): false
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        default: false
        }
    }

    /// The eleven characters without hyphens: how an ID is stored and compared.
    package let rawValue: String

    /// A new ID.
    ///
    /// - Parameter generator: A cryptographic source; tests pass another.
    package init(using generator: inout some RandomNumberGenerator) {
        while true {
            let bits = generator.next(upperBound: UInt64(1) << 50)
            var characters = stride(from: 45, through: 0, by: -5).map { Self.alphabet[Int(bits >> $0 & 31)] }
            guard let check = CheckCharacter.of(characters), Self.isCharacter(check) else { continue }
            characters.append(check)
            rawValue = String(decoding: characters, as: UTF8.self)
            return
        }
    }

    /// A new ID from the system's cryptographic source.
    package init() {
        var generator = SystemRandomNumberGenerator()
        self.init(using: &generator)
    }

    /// The ID as printed, `MES-7K3M9-QRT2W-R`. The prefix is for show: it says which credential, and is not part of the ID.
    package func printed(prefix: String? = nil) -> String {
        let start = prefix.map { $0 + "-" } ?? ""
        return String(unsafeUninitializedCapacity: start.utf8.count + Self.length + 2) { text in
            var count = 0
            func write(_ octet: UInt8) {
                text[count] = octet
                count += 1
            }
            for octet in start.utf8 { write(octet) }
            for (place, octet) in rawValue.utf8.enumerated() {
                if place == 5 || place == 10 { write(UInt8(ascii: "-")) }
                write(octet)
            }
            return count
        }
    }
}

extension CertificateID: RawRepresentable, LosslessStringConvertible, Codable {
    /// An ID exactly as it is stored; nil for anything else, and for a wrong check. People's input goes to ``read(_:)``.
    package init?(rawValue: String) {
        guard rawValue.utf8.count == Self.length, rawValue.utf8.allSatisfy(Self.isCharacter),
            CheckCharacter.holds(in: rawValue.utf8)
        else { return nil }
        self.rawValue = rawValue
    }

    package init?(_ description: String) { self.init(rawValue: description) }
    package var description: String { rawValue }
}
