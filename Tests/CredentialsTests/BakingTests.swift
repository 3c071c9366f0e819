import Credentials
import Foundation
import Testing

@Suite("A certificate baked into an image")
struct BakingTests {
    let token = "eyJh.eyJp.c2ln-_A"
    /// One grey point.
    let png = Array(
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
        ) ?? Data()
    )
    let svg = Array(
        #"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="1" title="a>b"><rect/></svg>"#.utf8
    )

    @Test("a PNG gives back what was baked, and stays the same image otherwise")
    func pngRoundTrip() throws {
        let baked = try BakedPNG.bake(token, into: png)
        #expect(try BakedPNG.extract(from: baked) == token)
        #expect(baked.count == png.count + 12 + 20 + 4 + token.utf8.count)
        #expect(baked.prefix(33) == png.prefix(33) && baked.suffix(34) == png.suffix(34))
        #expect(throws: Unbakeable.holdsOneAlready) { try BakedPNG.bake(token, into: baked) }
    }

    @Test("a PNG without one, with two, cut, changed or with something after its end is refused")
    func hostilePNG() throws {
        let baked = try BakedPNG.bake(token, into: png)
        #expect(throws: Unbakeable.holdsNone) { try BakedPNG.extract(from: png) }
        let chunk = baked[33..<(baked.count - (png.count - 33))]
        #expect(throws: Unbakeable.holdsSeveral) {
            try BakedPNG.extract(from: Array(baked[..<33]) + chunk + baked[33...])
        }
        for length in 0..<baked.count {
            #expect(throws: Unbakeable.self) { try BakedPNG.extract(from: Array(baked.prefix(length))) }
        }
        for place in baked.indices where place >= 8 {
            var changed = baked
            changed[place] ^= 0x20
            #expect(throws: Unbakeable.self, "at \(place)") { try BakedPNG.extract(from: changed) }
        }
        #expect(throws: Unbakeable.damaged) { try BakedPNG.extract(from: baked + [0]) }
        #expect(throws: Unbakeable.notAnImage) { try BakedPNG.extract(from: Array("GIF89a".utf8)) }
        #expect(throws: Unbakeable.tooLarge(limit: 8_388_608)) {
            try BakedPNG.extract(from: Array(repeating: 0, count: 8_388_609))
        }
    }

    @Test("a compressed text, and one that is no compact JWS, are refused", arguments: [[1], [0]] as [[UInt8]])
    func otherTexts(flag: [UInt8]) throws {
        let keyword = Array("openbadgecredential".utf8)
        let text = keyword + [0] + flag + [0, 0, 0] + Array(#"{"proof":1}"#.utf8)
        let image = png[..<33] + chunk("iTXt", text) + png[33...]
        #expect(throws: flag == [1] ? Unbakeable.compressed : .notACompactJWS) {
            try BakedPNG.extract(from: Array(image))
        }
        #expect(throws: Unbakeable.damaged) {
            try BakedPNG.extract(from: Array(png[..<33] + chunk("iTXt", keyword + [0, 0]) + png[33...]))
        }
    }

    @Test("an SVG gives back what was baked; its root declares the namespace once")
    func svgRoundTrip() throws {
        let baked = try BakedSVG.bake(token, into: svg)
        let text = String(decoding: baked, as: UTF8.self)
        #expect(
            text
                == #"<?xml version="1.0"?><svg xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" xmlns="http://www.w3.org/2000/svg" width="1" title="a>b"><openbadges:credential verify="eyJh.eyJp.c2ln-_A"/><rect/></svg>"#
        )
        #expect(try BakedSVG.extract(from: baked) == token)
        #expect(throws: Unbakeable.holdsOneAlready) { try BakedSVG.bake(token, into: baked) }
    }

    @Test("an SVG without one, with two, or with something else in its place is refused")
    func hostileSVG() throws {
        let baked = String(decoding: try BakedSVG.bake(token, into: svg), as: UTF8.self)
        func reason(_ text: String) -> Unbakeable? {
            do {
                _ = try BakedSVG.extract(from: Array(text.utf8))
                return nil
            } catch { return error }
        }
        #expect(reason(String(decoding: svg, as: UTF8.self)) == .holdsNone)
        #expect(reason(baked + #"<openbadges:credential verify="a.b.c"/>"#) == .holdsSeveral)
        #expect(reason(baked.replacing("eyJh", with: "<&>")) == .notACompactJWS)
        #expect(reason(baked.replacing("verify", with: "other")) == .notACompactJWS)
        #expect(reason(String(baked.split(separator: "eyJp")[0])) == .damaged)
        #expect(reason("<html></html>") == .notAnImage)
        #expect(reason("") == .notAnImage)
        #expect(reason("<svg><openbadges:credential verify=") == .damaged)
        #expect(reason("<svg><openbadges:credential verify=>") == .notACompactJWS)
        #expect(throws: Unbakeable.damaged) { try BakedSVG.bake(token, into: Array("<svg/>".utf8)) }
        #expect(throws: Unbakeable.notACompactJWS) { try BakedSVG.bake(#"a.b."/><script>"#, into: svg) }
    }

    private func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let covered = Array(type.utf8) + data
        return number(UInt32(data.count)) + covered + number(crc(covered))
    }

    private func number(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    /// CRC-32 by its definition (W3C PNG, annex D).
    private func crc(_ octets: [UInt8]) -> UInt32 {
        ~octets.reduce(0xFFFF_FFFF as UInt32) { crc, octet in
            (0..<8).reduce(crc ^ UInt32(octet)) { crc, _ in crc & 1 == 1 ? 0xEDB8_8320 ^ crc >> 1 : crc >> 1 }
        }
    }
}
