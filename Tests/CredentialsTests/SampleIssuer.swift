import Credentials
import Foundation

/// An issuer with its keys, and a certificate it issues. Making RSA keys is slow, so the tests share three.
struct SampleIssuer {
    let rsa: SigningKey
    let otherRSA: SigningKey
    let ed25519: SigningKey
    let address: PublicAddress
    static let now = Instant(seconds: 1_793_610_000)
    static let id = "7K3M9QRT2WR"

    static let shared = Result { try SampleIssuer() }

    struct Missing: Error {}

    private init() throws {
        func name(_ text: String) throws -> KeyName {
            guard let name = KeyName(rawValue: text) else { throw Missing() }
            return name
        }
        rsa = try SigningKey(generating: .rsa, name: name("rsa-1"))
        otherRSA = try SigningKey(generating: .rsa, name: name("rsa-2"))
        ed25519 = try SigningKey(generating: .ed25519, name: name("ed-1"))
        guard let address = PublicAddress("https://registrar.example") else { throw Missing() }
        self.address = address
    }

    func ring(
        rsa state: PublishedKey.State = .active,
        ed25519 other: PublishedKey.State = .active
    ) throws -> KeyRing {
        KeyRing(
            address: address,
            keys: [
                PublishedKey(name: rsa.name, key: try rsa.publicKey, state: state),
                PublishedKey(name: otherRSA.name, key: try otherRSA.publicKey, state: .standby),
                PublishedKey(name: ed25519.name, key: try ed25519.publicKey, state: other),
            ]
        )
    }

    func badge(name holder: String = "Ada Lovelace", until: Instant? = now.adding(seconds: 63_072_000)) throws
        -> OpenBadge
    {
        guard let id = CertificateID(rawValue: Self.id) else { throw Missing() }
        let home = address.achievement("mes", "1")
        let creator = OpenBadge.Profile(id: address.did, name: "Medical Exercise Training Institute")
        return OpenBadge(
            id: address.verify(id, prefix: "MES"),
            name: "Medical Exercise Specialist",
            image: OpenBadge.Image(id: address.badge("mes", "1"), caption: "A badge"),
            issuer: OpenBadge.Profile(
                id: address.did,
                name: creator.name,
                url: address.text,
                email: "office@registrar.example"
            ),
            validFrom: Self.now,
            validUntil: until,
            awardedDate: Self.now,
            subject: OpenBadge.Subject(
                id: "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
                identifier: [.email("Ada@Example.org ", salt: "00ff"), .name(holder)],
                licenseNumber: id.printed(prefix: "MES"),
                achievement: OpenBadge.Achievement(
                    id: home,
                    kind: .certification,
                    name: "Medical Exercise Specialist",
                    description: "Plans and leads exercise for people with medical conditions.",
                    humanCode: "MES",
                    version: "1",
                    inLanguage: "en",
                    narrative: "Attended every session and passed the examination.",
                    creator: creator
                )
            ),
            status: OpenBadge.Status(list: address.statusList(1), index: 94_567)
        )
    }
}
