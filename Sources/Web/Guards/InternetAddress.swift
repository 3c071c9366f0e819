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

    static let loopback = InternetAddress(high: 0, low: 1)

    /// Reads a plain address, as `192.0.2.7` or `2001:db8::7`; nil for anything else.
    init?(_ text: some StringProtocol) {
        let text = String(text)
        let address: InternetAddress? = withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { octets in
            if inet_pton(AF_INET, text, octets.baseAddress) == 1 {
                return Self(high: 0, low: Self.mapped | UInt64(UInt32(bigEndian: octets.load(as: UInt32.self))))
            }
            guard inet_pton(AF_INET6, text, octets.baseAddress) == 1 else { return nil }
            return Self(
                inNetworkOrder: octets.load(as: UInt64.self),
                octets.load(fromByteOffset: 8, as: UInt64.self)
            )
        }
        guard let address else { return nil }
        self = address
    }

    /// Where a connection comes from; one without an internet address (a Unix socket) is as local as ::1.
    init(peer: SocketAddress?) {
        switch peer {
        case .v4(let address):
            let octets = address.address.sin_addr.s_addr
            self.init(high: 0, low: Self.mapped | UInt64(UInt32(bigEndian: octets)))
        case .v6(let address):
            self = withUnsafeBytes(of: address.address.sin6_addr) { octets in
                Self(
                    inNetworkOrder: octets.loadUnaligned(as: UInt64.self),
                    octets.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
                )
            }
        case .unixDomainSocket, nil:
            self = .loopback
        }
    }

    private init(inNetworkOrder high: UInt64, _ low: UInt64) {
        self.init(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
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
        let unreadable = Unreadable(
            description: "“\(text)” is no block of addresses; write one like 10.0.0.0/8 or 2001:db8::/32."
        )
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = InternetAddress(parts[0]) else { throw unreadable }
        let widest = address.isV4 ? 32 : 128
        guard let given = parts.count == 2 ? Int(parts[1]) : widest, (0...widest).contains(given) else {
            throw unreadable
        }
        let bits = given + 128 - widest
        highMask = bits == 0 ? 0 : ~0 << UInt64(max(0, 64 - bits))
        lowMask = bits <= 64 ? 0 : ~0 << UInt64(128 - bits)
        first = InternetAddress(high: address.high & highMask, low: address.low & lowMask)
    }

    func contains(_ address: InternetAddress) -> Bool {
        address.high & highMask == first.high && address.low & lowMask == first.low
    }
}
