import Foundation
import NIOCore

/// An IPv4 or IPv6 address as sixteen octets; IPv4 lies in `::ffff:0:0/96`, so that both compare alike.
struct InternetAddress: Equatable, Sendable {
    let high: UInt64
    let low: UInt64

    private static let mapped: UInt64 = 0xFFFF << 32

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    var isV4: Bool { high == 0 && low & ~0xFFFF_FFFF == Self.mapped }

    var isLoopback: Bool { isV4 ? low & 0xFF00_0000 == 0x7F00_0000 : high == 0 && low == 1 }

    /// Reads a plain address, as `192.0.2.7` or `2001:db8::7`; nil for anything else.
    init?(_ text: some StringProtocol) {
        let text = String(text)
        var v4 = in_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            self.init(high: 0, low: Self.mapped | UInt64(UInt32(bigEndian: v4.s_addr)))
            return
        }
        var v6 = in6_addr()
        guard inet_pton(AF_INET6, text, &v6) == 1 else { return nil }
        self = withUnsafeBytes(of: &v6) { Self($0) }
    }

    /// The peer of a connection; nil when it has no internet address (a Unix socket).
    init?(_ peer: SocketAddress?) {
        switch peer {
        case .v4(let address):
            self.init(high: 0, low: Self.mapped | UInt64(UInt32(bigEndian: address.address.sin_addr.s_addr)))
        case .v6(let address):
            self = withUnsafeBytes(of: address.address.sin6_addr) { Self($0) }
        case .unixDomainSocket, nil:
            return nil
        }
    }

    private init(_ octets: UnsafeRawBufferPointer) {
        high = UInt64(bigEndian: octets.loadUnaligned(as: UInt64.self))
        low = UInt64(bigEndian: octets.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }

    /// What one client is known by: its IPv4 address, or the /64 of its IPv6 address, which one household or host shares.
    var client: String {
        if isV4 {
            return [24, 16, 8, 0].map { String(low >> UInt64($0) & 255) }.joined(separator: ".")
        }
        return [48, 32, 16, 0].map { String(high >> UInt64($0) & 0xFFFF, radix: 16) }.joined(separator: ":") + "::/64"
    }
}

/// A block of addresses, written `10.0.0.0/8` or `2001:db8::/32`; a plain address is a block of one.
package struct AddressRange: Sendable {
    private let first: InternetAddress
    private let highMask: UInt64
    private let lowMask: UInt64

    package struct Unreadable: Error, CustomStringConvertible {
        package let description: String
    }

    package init(_ text: some StringProtocol) throws {
        let unreadable = Unreadable(description: "“\(text)” is no block of addresses; write one like 10.0.0.0/8 or 2001:db8::/32.")
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = InternetAddress(parts[0]) else { throw unreadable }
        let widest = address.isV4 ? 32 : 128
        guard let given = parts.count == 2 ? Int(parts[1]) : widest, (0...widest).contains(given) else { throw unreadable }
        let bits = given + 128 - widest
        highMask = bits == 0 ? 0 : ~0 << UInt64(max(0, 64 - bits))
        lowMask = bits <= 64 ? 0 : ~0 << UInt64(128 - bits)
        first = InternetAddress(high: address.high & highMask, low: address.low & lowMask)
    }

    func contains(_ address: InternetAddress) -> Bool {
        address.high & highMask == first.high && address.low & lowMask == first.low
    }
}
