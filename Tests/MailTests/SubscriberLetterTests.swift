import Foundation
import Testing

@testable import Domain
@testable import Mail

extension SubscriberLetter {
    /// Both kinds, to somebody whose name is known and to a stranger.
    static var everyTurn: [SubscriberLetter] {
        Kind.allCases.flatMap { kind in
            ["Ada \"<b>\" Lovelace", nil].map { name in
                SubscriberLetter(
                    kind: kind,
                    jobID: JobID(rawValue: 9),
                    to: EmailAddress(rawValue: "ada@example.org"),
                    knownName: name.map(PersonName.init(rawValue:)),
                    institute: SampleLetter(.offered).letter.institute,
                    wordings: ["Yes, I want updates.", "Yes, tell me of dates."],
                    link: "https://registrar.meti.example/subscriptions/own-token",
                    until: kind == .confirm ? Date(timeIntervalSince1970: 1_893_456_000) : nil,
                    now: Date(timeIntervalSince1970: 1_793_610_000)
                )
            }
        }
    }
}

@Suite("Letters to who asked for the list")
struct SubscriberLetterTests {
    @Test("each renders in every format without an unknown tag, says the words that were ticked, and carries the link")
    func renders() throws {
        let wording = try Wording()
        for letter in SubscriberLetter.everyTurn {
            let facts = try letter.facts()
            for format in Format.allCases {
                let words = try wording.render(letter.template, format, facts)
                #expect(!words.contains("{{") && !words.contains("Optional(") && !words.contains("Scope("))
                #expect(format != .html || !words.contains("<b>"))
            }
            let text = try wording.text(of: letter.template, facts)
            #expect(text.contains(letter.link) && text.contains("“Yes, I want updates.” and “Yes, tell me of dates.”"))
            #expect(text.contains("Dear Ada") == (letter.knownName != nil))
            #expect(text.contains("Monday, 31 December 2029, 18:00") == (letter.kind == .confirm))
        }
    }

    @Test(
        "each is a whole message; without a name its header has the address alone"
    )
    func composed() throws {
        let composer = try Composer(seal: .sample)
        for letter in SubscriberLetter.everyTurn {
            let message = try composer.compose(letter)
            #expect(message.to == "ada@example.org" && message.messageID == "letter-9@registrar.meti.example")
            let text = String(decoding: message.bytes, as: UTF8.self)
            let header = letter.knownName == nil ? "\r\nTo: ada@example.org\r\n" : "<ada@example.org>\r\n"
            #expect(text.contains(header), "\(text.prefix(600))")
        }
    }
}
