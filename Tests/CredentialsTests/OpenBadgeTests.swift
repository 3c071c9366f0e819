import Credentials
import Crypto
import Foundation
import Testing

@Suite("A certificate as an Open Badge")
struct OpenBadgeTests {
    let issuer: SampleIssuer

    init() throws {
        issuer = try SampleIssuer.shared.get()
    }

    @Test("holds every member that was promised, and none besides")
    func members() throws {
        let hash = SHA256.hash(data: Data("ada@example.org00ff".utf8)).map {
            ($0 < 16 ? "0" : "") + String($0, radix: 16)
        }
        let expected: JSON = [
            "@context": [
                "https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            ],
            "id": "https://registrar.example/verify/MES-7K3M9-QRT2W-R",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": "Medical Exercise Specialist",
            "image": ["id": "https://registrar.example/badges/mes/1.png", "type": "Image", "caption": "A badge"],
            "issuer": [
                "id": "did:web:registrar.example", "type": ["Profile"], "name": "Medical Exercise Training Institute",
                "url": "https://registrar.example", "email": "office@registrar.example",
            ],
            "validFrom": "2026-11-02T09:00:00Z", "validUntil": "2028-11-01T09:00:00Z",
            "awardedDate": "2026-11-02T09:00:00Z",
            "credentialSubject": [
                "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33", "type": ["AchievementSubject"],
                "identifier": [
                    [
                        "type": "IdentityObject", "hashed": true, "identityHash": .string("sha256$" + hash.joined()),
                        "identityType": "emailAddress", "salt": "00ff",
                    ],
                    [
                        "type": "IdentityObject", "hashed": false, "identityHash": "Ada Lovelace",
                        "identityType": "name",
                    ],
                ],
                "licenseNumber": "MES-7K3M9-QRT2W-R",
                "achievement": [
                    "id": "https://registrar.example/achievements/mes/1", "type": ["Achievement"],
                    "achievementType": "Certification", "name": "Medical Exercise Specialist",
                    "description": "Plans and leads exercise for people with medical conditions.", "humanCode": "MES",
                    "version": "1", "inLanguage": "en",
                    "criteria": [
                        "id": "https://registrar.example/achievements/mes/1/criteria",
                        "narrative": "Attended every session and passed the examination.",
                    ],
                    "creator": [
                        "id": "did:web:registrar.example", "type": ["Profile"],
                        "name": "Medical Exercise Training Institute",
                    ],
                    "resultDescription": [
                        [
                            "id": "https://registrar.example/achievements/mes/1#outcome", "type": ["ResultDescription"],
                            "name": "Outcome", "resultType": "Status",
                        ]
                    ],
                ],
                "result": [
                    [
                        "type": ["Result"],
                        "resultDescription": "https://registrar.example/achievements/mes/1#outcome",
                        "status": "Completed",
                    ]
                ],
            ],
            "credentialStatus": [
                "id": "https://registrar.example/status/revocation/1#94567", "type": "BitstringStatusListEntry",
                "statusPurpose": "revocation", "statusListIndex": "94567",
                "statusListCredential": "https://registrar.example/status/revocation/1",
            ],
        ]
        #expect(try issuer.badge().json.canonical() == expected.canonical())
    }

    @Test(
        "leaves out what is not there, and reads back as the same value",
        arguments: ["Ada Lovelace", "Nguyễn Thị Minh Khai", "שרה לוי", "李 小龍", "O'Brien \"Bob\" \\ /"]
    )
    func roundTrip(name: String) throws {
        let badge = try issuer.badge(name: name, until: nil)
        #expect(try badge.json["validUntil"] == nil)
        #expect(try badge.json.decode(OpenBadge.self) == badge)
        #expect(badge.credentialSubject.identifier[1].identityHash.utf8.elementsEqual(name.utf8))
    }

    @Test("the e-mail's hash is told by those who know the address, whatever its case, and by no other")
    func email() throws {
        let salt = OpenBadge.Identity.freshSalt()
        #expect(salt.count == 32 && salt != OpenBadge.Identity.freshSalt())
        let identity = OpenBadge.Identity.email("ada@example.org", salt: salt)
        #expect(identity.holds(email: " ADA@example.org"))
        #expect(!identity.holds(email: "eve@example.org"))
        #expect(!OpenBadge.Identity.name("ada@example.org").holds(email: "ada@example.org"))
    }

    @Test("moments are whole seconds in one form only")
    func instants() throws {
        #expect(Instant(Date(timeIntervalSince1970: 1_793_610_000.999)) == SampleIssuer.now)
        #expect(Instant("2026-11-02T09:00:00Z") == SampleIssuer.now)
        for text in [
            "2026-11-02T09:00:00.000Z", "2026-11-02T09:00:00+00:00", "2026-11-02t09:00:00z", "2026-11-02",
            "2026-13-02T09:00:00Z",
            "2026-02-30T09:00:00Z", "2026-11-02T24:00:00Z", "2026-11-02T09:00:60Z", "", "２０２６-11-02T09:00:00Z",
        ] {
            #expect(Instant(text) == nil, "\(text)")
        }
    }

    @Test("kinds of achievement as Open Badges names them")
    func kinds() {
        #expect(OpenBadge.Achievement.Kind.attendance.rawValue == "CertificateOfCompletion")
        #expect(OpenBadge.Achievement.Kind.other("Residency").rawValue == "ext:Residency")
    }
}
