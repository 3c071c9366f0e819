import HTTPTypes
import NIOCore
import Testing

@testable import Web

@Suite("Where a request comes from is believed only as far as trusted proxies vouch")
struct SenderTests {
    private func client(_ peer: String?, _ forwarded: String?, trusting ranges: [String] = []) throws -> String? {
        let sender = Sender(
            peer: InternetAddress(peer: try peer.map { try SocketAddress(ipAddress: $0, port: 1) }),
            trustedProxies: try ranges.map { try AddressRange($0) }
        )
        return sender.client(forwarded.map { [.xForwardedFor: $0] } ?? [:])
    }

    @Test("a direct loopback peer has no client, any other is its own")
    func direct() throws {
        #expect(try client("127.0.0.1", nil) == nil)
        #expect(try client("::1", nil) == nil)
        #expect(try client(nil, nil) == nil)
        #expect(try client("::ffff:127.0.0.1", nil) == nil)
        #expect(try client("192.0.2.7", nil) == "192.0.2.7")
        #expect(try client("::ffff:192.0.2.7", nil) == "192.0.2.7")
        #expect(try client("2001:db8:1:2:3:4:5:6", nil) == "2001:db8:1:2::/64")
    }

    @Test("a forwarding header from a stranger is not believed, and ends the exemption of loopback")
    func stranger() throws {
        #expect(try client("192.0.2.7", "203.0.113.9") == "192.0.2.7")
        #expect(try client("127.0.0.1", "203.0.113.9") == "127.0.0.1")
    }

    @Test("behind trusted proxies the last address that is not theirs counts")
    func forwarded() throws {
        let proxies = ["127.0.0.0/8", "10.0.0.0/8", "2001:db8:ff::/48"]
        #expect(try client("127.0.0.1", "203.0.113.9", trusting: proxies) == "203.0.113.9")
        #expect(try client("127.0.0.1", "1.1.1.1, 203.0.113.9, 10.1.2.3", trusting: proxies) == "203.0.113.9")
        #expect(try client("2001:db8:ff::1", "2001:db8:1:2::9", trusting: proxies) == "2001:db8:1:2::/64")
        #expect(try client("127.0.0.1", "203.0.113.9, nonsense", trusting: proxies) == "127.0.0.1")
        #expect(try client("127.0.0.1", "10.0.0.1, 10.0.0.2", trusting: proxies) == "10.0.0.1")
    }

    @Test("TLS and request ids are taken from trusted proxies only")
    func proxyWords() throws {
        let headers: HTTPFields = [.xForwardedProto: "https", .xRequestID: "abc-1"]
        let trusted = Sender(peer: .loopback, trustedProxies: [try AddressRange("::1")])
        let stranger = Sender(peer: .loopback, trustedProxies: [])
        #expect(trusted.cameOverTLS(headers))
        #expect(!stranger.cameOverTLS(headers))
        #expect(trusted.requestID(headers) == "abc-1")
        #expect(stranger.requestID(headers) != "abc-1")
        #expect(trusted.requestID([.xRequestID: "a b"]) != "a b")
        #expect(trusted.requestID([.xRequestID: String(repeating: "a", count: 65)]).utf8.count == 13)
    }

    @Test("blocks of addresses hold what they say")
    func ranges() throws {
        let address = { (text: String) in try #require(InternetAddress(text)) }
        #expect(try AddressRange("0.0.0.0/0").contains(address("255.1.2.3")))
        #expect(try !AddressRange("0.0.0.0/0").contains(address("2001:db8::1")))
        #expect(try AddressRange("192.0.2.128/25").contains(address("192.0.2.200")))
        #expect(try !AddressRange("192.0.2.128/25").contains(address("192.0.2.100")))
        #expect(try AddressRange("2001:db8::/64").contains(address("2001:db8::ffff:1")))
        #expect(try !AddressRange("2001:db8::/65").contains(address("2001:db8::8000:0:0:1")))
        for text in ["", "10.0.0.0/33", "10.0.0/8", "x/1", "10.0.0.0/-1", "10.0.0.0/", "::/129"] {
            #expect(throws: AddressRange.Unreadable.self) { try AddressRange(text) }
        }
    }

    @Test("request ids differ")
    func ids() {
        let ids = (0..<10_000).map { _ in RequestID.make() }
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { RequestID.isWellFormed($0) && $0.utf8.count == 13 })
    }
}
