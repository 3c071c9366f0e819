import Domain
import Foundation
import Testing

@testable import Mail

extension CertificateLetter {
    /// Every kind, with and without an end and a reason.
    private static let ofDecisions: [Kind] = [
        .spellName, .denied, .deferred, .appealFiled, .appealUpheld, .appealDismissed, .appealWithdrawn,
    ]

    static var everyTurn: [CertificateLetter] {
        Kind.allCases.flatMap { kind in
            [(Date(timeIntervalSince1970: 1_893_456_000), "institute_error"), (nil, nil)].map { until, reason in
                CertificateLetter(
                    kind: kind,
                    jobID: JobID(rawValue: 7),
                    to: EmailAddress(rawValue: "ada@example.org"),
                    name: PersonName(rawValue: "Ada \"<b>\" Lovelace"),
                    institute: SampleLetter(.offered).letter.institute,
                    credential: "Medical Exercise Specialist",
                    printedID: ofDecisions.contains(kind) ? nil : "MES-7K3M9-QRT2W-R",
                    link: "https://registrar.meti.example/verify/MES-7K3M9-QRT2W-R",
                    until: until,
                    reason: reason,
                    zone: "America/Chicago",
                    now: Date(timeIntervalSince1970: 1_793_610_000)
                )
            }
        }
    }
}

@Suite("Letters about certificates")
struct CertificateLetterTests {
    @Test("each renders in every format without an unknown tag, names the issuer first and the certificate")
    func renders() throws {
        let wording = try Wording()
        for letter in CertificateLetter.everyTurn {
            let facts = try letter.facts()
            for format in Format.allCases {
                let words = try wording.render(letter.template, format, facts)
                #expect(!words.contains("{{") && !words.contains("Optional(") && !words.contains("Scope("))
                #expect(format != .html || !words.contains("<b>"))
            }
            let text = try wording.text(of: letter.template, facts)
            #expect(text.hasPrefix("Medical Exercise Training Institute\n\n"))
            #expect(text.contains(letter.link))
            #expect(text.contains(letter.printedID ?? letter.credential))
            #expect(
                letter.reason == nil || letter.kind != .revoked || text.contains("The reason given: institute error.")
            )
        }
    }

    @Test("a denial tells the reason's class, how to appeal and until when")
    func denied() throws {
        let letters = CertificateLetter.everyTurn.filter { $0.kind == .denied }
        let text = try Wording().text(of: "certification_denied", try #require(letters.first).facts())
        #expect(text.contains("The reason: institute error."))
        #expect(text.contains("you may appeal until:\n  Monday, 31 December 2029"))
        #expect(text.contains("neither taught nor examined you"))
    }

    @Test("each is a whole message to its holder")
    func composed() throws {
        let composer = try Composer(seal: .sample)
        for letter in CertificateLetter.everyTurn {
            let message = try composer.compose(letter)
            #expect(message.to == "ada@example.org")
            #expect(message.messageID.hasPrefix("letter-7-"))
        }
    }
}
