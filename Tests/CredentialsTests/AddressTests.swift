import Credentials
import Testing

@Suite("The institute's public address and its DID")
struct AddressTests {
    @Test(
        "its authority is the issuer, a port's colon percent-encoded (did:web §3.1)",
        arguments: [
            ("https://registrar.example", "did:web:registrar.example"),
            ("https://Registrar.Example/", "did:web:registrar.example"),
            ("http://localhost:8080", "did:web:localhost%3A8080"),
            ("http://127.0.0.1:8080/", "did:web:127.0.0.1%3A8080"),
            ("http://[::1]:8080", "did:web:%5B%3A%3A1%5D%3A8080"),
        ]
    )
    func did(address: String, did: String) {
        #expect(PublicAddress(address)?.did == did)
    }

    @Test(
        "anything else is no public address",
        arguments: [
            "", "registrar.example", "ftp://registrar.example", "https://", "https:///",
            "https://user@registrar.example",
            "https://registrar.example/path", "https://registrar.example?x", "https://registrar.example#x",
            "https://bücher.example",
            "https://a b.example", "https://:80", "https://registrar.example//", "javascript:alert(1)",
        ]
    )
    func none(address: String) {
        #expect(PublicAddress(address) == nil)
    }

    @Test("only https under a name of the DNS is not a test")
    func tests() {
        #expect(PublicAddress("https://registrar.example")?.isTest == false)
        #expect(PublicAddress("https://registrar.example:8443")?.isTest == false)
        for address in [
            "http://registrar.example", "https://localhost", "https://a.localhost", "https://127.0.0.1",
            "https://[::1]:8080", "https://registrar",
        ] {
            #expect(PublicAddress(address)?.isTest == true, "\(address)")
        }
    }

    @Test(
        "names of keys stand in URLs and DIDs as they are",
        arguments: ["", "-a", "a b", "a#b", "ä", "a/b", String(repeating: "a", count: 65)]
    )
    func keyNames(name: String) {
        #expect(KeyName(rawValue: name) == nil)
        #expect(KeyName(rawValue: "rsa-2026.1_b") != nil)
    }
}
