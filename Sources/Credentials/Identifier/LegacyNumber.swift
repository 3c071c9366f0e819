import Foundation

/// The number on a paper that the institute issued before this register: any text, of which case, blanks and hyphens do not
/// matter.
package struct LegacyNumber: Hashable, Sendable {
    /// Unicode scalars at most, as written.
    package static let longest = 64

    /// As it is written on the paper.
    package let written: String
    /// By which it is found: capitals, full-width characters as ASCII's, without blanks, hyphens and invisible marks.
    package let key: String

    /// Nil for what is empty, too long, or holds a lower-case sign that has no capital.
    package init?(_ text: some StringProtocol) {
        let written = String(text)
        guard written.unicodeScalars.count <= Self.longest else { return nil }
        var key = String.UnicodeScalarView()
        if written.utf8.allSatisfy({ $0 < 0x80 }) {
            for scalar in written.unicodeScalars where !CertificateID.isIgnored(scalar) {
                let isSmall = ("a"..."z").contains(scalar)
                key.append(isSmall ? Unicode.Scalar(UInt8(scalar.value - 32)) : scalar)
            }
        } else {
            let capitals = written.precomposedStringWithCompatibilityMapping.uppercased()
            for scalar in capitals.precomposedStringWithCompatibilityMapping.unicodeScalars
            where !CertificateID.isIgnored(scalar) { key.append(scalar) }
        }
        guard (1...Self.longest).contains(key.count), !key.contains(where: { $0.properties.isLowercase }) else {
            return nil
        }
        self.written = written
        self.key = String(key)
    }

    package static func == (left: Self, right: Self) -> Bool { left.key == right.key }
    package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}
