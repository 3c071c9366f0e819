import Domain
import Foundation
import Testing

@testable import Mail

extension CandidateLetter {
    static var everyTurn: [CandidateLetter] {
        Kind.allCases.map { kind in
            CandidateLetter(
                kind: kind,
                jobID: JobID(rawValue: 8),
                to: EmailAddress(rawValue: "ada@example.org"),
                name: PersonName(rawValue: "Ada \"<b>\" Lovelace"),
                institute: SampleLetter(.offered).letter.institute,
                program: "Medical Exercise Specialist",
                cohort: "MES-2027-03",
                link: "https://registrar.meti.example/progress/own-token",
                now: Date(timeIntervalSince1970: 1_793_610_000)
            )
        }
    }
}

@Suite("Letters to candidates")
struct CandidateLetterTests {
    @Test("each renders in every format without an unknown tag, names the issuer first, and carries the link")
    func renders() throws {
        let wording = try Wording()
        for letter in CandidateLetter.everyTurn {
            let facts = try letter.facts()
            for format in Format.allCases {
                let words = try wording.render(letter.template, format, facts)
                #expect(!words.contains("{{") && !words.contains("Optional(") && !words.contains("Scope("))
                #expect(format != .html || !words.contains("<b>"))
            }
            let text = try wording.text(of: letter.template, facts)
            #expect(text.hasPrefix("Medical Exercise Training Institute\n\n"))
            #expect(text.contains(letter.link) && text.contains(letter.cohort))
        }
    }

    @Test("each is a whole message to its candidate")
    func composed() throws {
        let composer = try Composer()
        for letter in CandidateLetter.everyTurn {
            let message = try composer.compose(letter)
            #expect(message.to == "ada@example.org" && message.messageID == "letter-8@registrar.meti.example")
        }
    }
}
