import Foundation

/// One bit for each certificate version, set for ever when it is revoked (W3C Bitstring Status List 1.0).
///
/// Index 0 is the left-most bit of the first octet: the other order silently reads as "not revoked". At least 131,072 bits,
/// so that a reader of the list hides among many.
package struct StatusList: Hashable, Sendable {
    package static let purpose = "revocation"
    /// §2.2: 16 kB, before compression.
    package static let shortest = 131_072
    /// What a list of someone else may grow to when it is expanded: 8 million bits.
    package static let longest = 8 * 1_048_576

    private var octets: [UInt8]

    package enum Unreadable: Error, Equatable, Sendable {
        case notMultibase, broken, tooLarge, tooShort
    }

    package struct OutOfRange: Error, Equatable {
        package let index: Int

        package init(index: Int) { self.index = index }
    }

    /// All bits zero. The length is rounded up to whole octets, and to the shortest that is allowed.
    package init(length: Int = shortest) {
        octets = Array(repeating: 0, count: max(Self.shortest, length + 7) / 8)
    }

    /// A list as it is stored: whole octets, as many as the shortest has or more.
    package init(octets: [UInt8]) throws(Unreadable) {
        guard octets.count * 8 >= Self.shortest else { throw .tooShort }
        guard octets.count * 8 <= Self.longest else { throw .tooLarge }
        self.octets = octets
    }

    package var length: Int { octets.count * 8 }

    package func isSet(_ index: Int) throws(OutOfRange) -> Bool {
        guard (0..<length).contains(index) else { throw OutOfRange(index: index) }
        return octets[index >> 3] & (0x80 >> UInt8(index & 7)) != 0
    }

    package mutating func set(_ index: Int) throws(OutOfRange) {
        guard (0..<length).contains(index) else { throw OutOfRange(index: index) }
        octets[index >> 3] |= 0x80 >> UInt8(index & 7)
    }

    /// GZIP, then base64url without padding, then the prefix `u` (§3.3).
    package var encodedList: String { Multibase.base64URL.encode(Gzip.compress(octets)) }

    /// Expands a list; one that would grow past ``longest`` is refused without being expanded.
    package init(encodedList: String) throws(Unreadable) {
        guard let compressed = Multibase.base64URL.decode(encodedList) else { throw .notMultibase }
        do {
            octets = try Gzip.expand(compressed, limit: Self.longest / 8)
        } catch {
            throw error == .tooLarge ? .tooLarge : .broken
        }
        guard octets.count * 8 >= Self.shortest else { throw .tooShort }
    }
}

extension StatusList.Unreadable: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notMultibase: "it is not base64url after a “u”."
        case .broken: "it is not GZIP, or damaged."
        case .tooLarge: "it would grow past \(StatusList.longest) bits."
        case .tooShort: "it has less than \(StatusList.shortest) bits."
        }
    }
}
