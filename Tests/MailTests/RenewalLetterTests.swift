import Foundation
import Testing

@testable import Domain
@testable import Mail

extension RenewalLetter {
    /// Every kind, before the end and after it, with all missing and with nothing.
    static var everyTurn: [RenewalLetter] {
        Kind.allCases.flatMap { kind in
            let missing: [RenewalStanding.Missing] = [.minutes(120), .foundations, .fee(5_000, "USD")]
            return [(false, missing), (true, [])].map { isOver, missing in
                RenewalLetter(
                    kind: kind,
                    jobID: JobID(rawValue: 9),
                    to: EmailAddress(rawValue: "ada@example.org"),
                    name: PersonName(rawValue: "Ada \"<b>\" Lovelace"),
                    institute: SampleLetter(.offered).letter.institute,
                    credential: "Medical Exercise Specialist",
                    printedID: "MES-7K3M9-QRT2W-R",
                    endsAt: Date(timeIntervalSince1970: 1_893_456_000),
                    isOver: isOver,
                    renewableUntil: isOver ? nil : Date(timeIntervalSince1970: 1_896_048_000),
                    lastChance: Date(timeIntervalSince1970: 1_924_992_000),
                    missing: missing,
                    link: "https://registrar.meti.example/renewals/own-token",
                    zone: "America/Chicago",
                    now: Date(timeIntervalSince1970: 1_793_610_000)
                )
            }
        }
    }
}

@Suite("Letters about renewals")
struct RenewalLetterTests {
    @Test("each renders in every format without an unknown tag, names the issuer first, the end, and carries the link")
    func renders() throws {
        let wording = try Wording()
        for letter in RenewalLetter.everyTurn {
            let facts = try letter.facts()
            for format in Format.allCases {
                let words = try wording.render(letter.template, format, facts)
                #expect(!words.contains("{{") && !words.contains("Optional(") && !words.contains("Scope("))
                #expect(format != .html || !words.contains("<b>"))
            }
            let text = try wording.text(of: letter.template, facts)
            #expect(text.hasPrefix("Medical Exercise Training Institute\n\n"))
            #expect(text.contains(letter.link) && text.contains("MES-7K3M9-QRT2W-R"))
            #expect(text.contains("the fee, 50.00 USD") == !letter.missing.isEmpty)
        }
    }

    @Test("a reminder says when the term ends, in words, and until when it is in time")
    func reminder() throws {
        let letter = try #require(RenewalLetter.everyTurn.first { $0.kind == .reminder && !$0.isOver })
        let text = try Wording().text(of: letter.template, letter.facts())
        #expect(text.contains("ends on Monday, 31 December 2029"))
        #expect(text.contains("120 minutes of coursework or observation; the foundations course; the fee, 50.00 USD."))
        #expect(text.contains("counts as in time until Wednesday, 30 January 2030."))
    }

    @Test("each is a whole message to its holder")
    func composed() throws {
        let composer = try Composer(seal: .sample)
        for letter in RenewalLetter.everyTurn {
            let message = try composer.compose(letter)
            #expect(message.to == "ada@example.org" && message.messageID.hasPrefix("letter-9-"))
        }
    }
}
