import Credentials
import Foundation
import Testing

@Suite("The status list")
struct StatusListTests {
    let issuer: SampleIssuer
    let now = SampleIssuer.now

    init() throws {
        issuer = try SampleIssuer.shared.get()
    }

    @Test("W3C Bitstring Status List 1.0, example: 131,072 bits, none set")
    func vector() throws {
        let encoded = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
        let list = try StatusList(encodedList: encoded)
        #expect(list == StatusList())
        #expect(list.length == 131_072)
    }

    @Test("index 0 is the left-most bit")
    func order() throws {
        var list = StatusList()
        try list.set(0)
        try list.set(9)
        try list.set(131_071)
        let compressed = try #require(Data(base64URL: String(list.encodedList.dropFirst())))
        let octets = try Gzip.expand(Array(compressed), limit: 20_000)
        #expect(octets.prefix(2) == [0b1000_0000, 0b0100_0000] && octets.last == 1)
        #expect(try list.isSet(0) && list.isSet(9) && !list.isSet(1) && !list.isSet(8))
    }

    @Test("random bits come back from the encoded list, and no other is set")
    func roundTrip() throws {
        let places = Set((0..<2_000).map { _ in Int.random(in: 0..<200_000) })
        var list = StatusList(length: 200_000)
        for place in places { try list.set(place) }
        let read = try StatusList(encodedList: list.encodedList)
        #expect(read == list && list.encodedList.hasPrefix("uH4sI"))
        #expect(try Set((0..<read.length).filter { try read.isSet($0) }) == places)
        for index in [-1, 200_000, .max, .min] {
            #expect(throws: StatusList.OutOfRange(index: index)) { try read.isSet(index) }
            #expect(throws: StatusList.OutOfRange(index: index)) { try list.set(index) }
        }
    }

    @Test("a bomb, a short list and what is none are refused")
    func hostile() {
        func encode(_ count: Int) -> String {
            Multibase.base64URL.encode(Gzip.compress(Array(repeating: 0, count: count)))
        }
        #expect(throws: StatusList.Unreadable.tooLarge) { try StatusList(encodedList: encode(32 * 1_048_576)) }
        #expect(throws: StatusList.Unreadable.tooShort) { try StatusList(encodedList: encode(16_383)) }
        #expect(throws: StatusList.Unreadable.broken) { try StatusList(encodedList: "uAAAA") }
        for text in ["", "H4sIAAAA", "zH4sI", "u+/=="] {
            #expect(throws: StatusList.Unreadable.notMultibase) { try StatusList(encodedList: text) }
        }
    }

    private func publish(_ list: StatusList, at instant: Instant) throws -> StatusListCredential {
        let credential = StatusListCredential(
            id: issuer.address.statusList(1),
            list: list,
            issuer: issuer.address.did,
            validFrom: instant
        )
        let token = try CredentialJWT.sign(credential.json, with: issuer.rsa, of: issuer.address)
        let checked = try CredentialJWT.check(token, by: issuer.ring(), at: instant, limit: CredentialJWT.longestList)
        let read = try StatusListCredential(checked)
        #expect(read == credential)
        return read
    }

    @Test("published as a signed credential, it tells revoked from not revoked")
    func published() throws {
        let status = try issuer.badge().credentialStatus
        #expect(try !publish(StatusList(), at: now).isSet(status, at: now))
        var list = StatusList()
        try list.set(94_567)
        let credential = try publish(list, at: now)
        #expect(try credential.isSet(status, at: now))
        let subject = try #require(credential.json["credentialSubject"])
        #expect(subject["ttl"] == 3_600_000 && subject["id"] == "https://registrar.example/status/revocation/1#list")
        #expect(subject["statusPurpose"] == "revocation" && subject["type"] == "BitstringStatusList")
    }

    @Test("an old list, another list and another purpose tell nothing")
    func others() throws {
        let credential = try publish(StatusList(), at: now)
        let status = try issuer.badge().credentialStatus
        let end = now.adding(seconds: 14 * 86_400)
        #expect(throws: Untrusted.staleList(since: end)) { try credential.isSet(status, at: end) }
        let list = issuer.address.statusList(1)
        for status in [
            OpenBadge.Status(list: issuer.address.statusList(2), index: 1),
            OpenBadge.Status(list: list, index: 131_072),
            OpenBadge.Status(list: list, index: -1), OpenBadge.Status(list: list, index: 1, purpose: "suspension"),
        ] {
            let error = #expect(throws: Untrusted.self) { try credential.isSet(status, at: now) }
            #expect(error?.code == "another_list")
        }
        let badge = try CredentialJWT.sign(issuer.badge().json, with: issuer.rsa, of: issuer.address)
        let checked = try CredentialJWT.check(badge, by: issuer.ring(), at: now)
        #expect(throws: Untrusted.self) { try StatusListCredential(checked) }
    }

    @Test("a list full of random bits still fits")
    func full() throws {
        var list = StatusList()
        for index in 0..<list.length where Bool.random() { try list.set(index) }
        _ = try publish(list, at: now)
    }
}
