import Credentials
import Foundation
import Testing

@Suite("Encodings")
struct EncodingTests {
    @Test(
        "base58btc: the vectors of draft-msporny-base58-03",
        arguments: [
            (Array("Hello World!".utf8), "2NEpo7TZRRrLZSi2U"),
            (
                Array("The quick brown fox jumps over the lazy dog.".utf8),
                "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z"
            ),
            ([0x00, 0x00, 0x28, 0x7F, 0xB4, 0xCD], "11233QC4"), ([], ""), ([0], "1"), ([0, 0], "11"), ([57], "z"),
            ([58], "21"),
        ] as [([UInt8], String)]
    )
    func base58(octets: [UInt8], text: String) {
        #expect(Base58.encode(octets) == text)
        #expect(Base58.decode(text) == octets)
    }

    @Test(
        "base58btc: what is not of the alphabet, or far too long, is refused",
        arguments: ["0", "O", "I", "l", "1 1", "é", "2\u{0}"]
    )
    func notBase58(text: String) {
        #expect(Base58.decode(text) == nil)
        #expect(Base58.decode(String(repeating: "z", count: 257)) == nil)
        #expect(Base58.decode(String(repeating: "z", count: 1_000_000)) == nil)
    }

    @Test("octets survive the way there and back")
    func roundTrips() {
        var generator = SystemRandomNumberGenerator()
        for length in 0..<150 {
            let octets = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(Base58.decode(Base58.encode(octets)) == octets)
            #expect(Multibase.base58.decode(Multibase.base58.encode(octets)) == octets)
            #expect(Multibase.base64URL.decode(Multibase.base64URL.encode(octets)) == octets)
            #expect(Data(base64URL: Data(octets).base64URL) == Data(octets))
        }
    }

    @Test(
        "base64url: RFC 4648 §10, without padding",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ]
    )
    func base64URL(plain: String, text: String) {
        #expect(Data(plain.utf8).base64URL == text)
        #expect(Data(base64URL: text) == Data(plain.utf8))
    }

    @Test(
        "base64url: padding, another alphabet, blanks, and a second text for the same octets are refused",
        arguments: ["Zg==", "Zg=", "+/+/", "Zm 9v", "Zm9v\n", "Z", "Zh", "Zm9", "Zm9vé", "Zm9v.", "-_-\u{FF3F}"]
    )
    func notBase64URL(text: String) {
        #expect(Data(base64URL: text) == nil)
    }

    @Test("multibase: another prefix is another encoding", arguments: ["", "m", "uZg==", "zz0", "Zg", "ｚ2"])
    func notMultibase(text: String) {
        #expect(Multibase.base58.decode(text) == nil || text.isEmpty)
        #expect(Multibase.base64URL.decode(text) == nil)
    }

    @Test("GZIP: what was compressed expands to the same, and holds no time")
    func gzip() throws {
        for octets in [
            [], [1], Array(repeating: 0, count: 16_384),
            (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 11) },
        ] as [[UInt8]] {
            let compressed = Gzip.compress(octets)
            #expect(compressed.starts(with: [0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0]))
            #expect(try Gzip.expand(compressed, limit: octets.count) == octets)
        }
    }

    @Test("GZIP: a bomb, a cut, a changed octet and a second member are refused")
    func hostileGzip() {
        let bomb = Gzip.compress(Array(repeating: 0, count: 64 * 1_048_576))
        #expect(bomb.count < 70_000)
        #expect(throws: Gzip.Failure.tooLarge) { try Gzip.expand(bomb, limit: 1_048_576) }
        let good = Gzip.compress(Array("Certificates anyone can check".utf8))
        #expect(throws: Gzip.Failure.tooLarge) { try Gzip.expand(good, limit: 28) }
        for length in 0..<good.count {
            #expect(throws: Gzip.Failure.broken) { try Gzip.expand(Array(good.prefix(length)), limit: 1_000) }
        }
        #expect(throws: Gzip.Failure.broken) { try Gzip.expand(good + good, limit: 1_000) }
        #expect(throws: Gzip.Failure.broken) { try Gzip.expand(good + [0], limit: 1_000) }
        var changed = good
        changed[good.count - 6] ^= 1
        #expect(throws: Gzip.Failure.broken) { try Gzip.expand(changed, limit: 1_000) }
    }
}
