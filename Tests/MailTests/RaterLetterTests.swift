import Domain
import Foundation
import Testing

@testable import Mail

extension RaterLetter {
    static var sample: RaterLetter { sample(.rate) }

    static func sample(_ kind: Kind) -> RaterLetter {
        RaterLetter(
            kind: kind,
            jobID: JobID(rawValue: 9),
            to: EmailAddress(rawValue: "maya@meti.example"),
            name: PersonName(rawValue: "Maya Chen"),
            institute: SampleLetter(.offered).letter.institute,
            practical: "Sample: MES practical examination",
            candidate: "4711023",
            onDay: Date(timeIntervalSince1970: 1_800_640_800),
            zone: "America/Chicago",
            link: "https://registrar.meti.example/ratings/token",
            now: Date(timeIntervalSince1970: 1_793_610_000)
        )
    }
}

@Suite("Letters to raters")
struct RaterLetterTests {
    @Test("names the candidate by number, the day and the link, in every format")
    func renders() throws {
        let wording = try Wording()
        for format in Format.allCases {
            for kind in RaterLetter.Kind.allCases {
                let words = try wording.render(kind.rawValue, format, RaterLetter.sample(kind).facts())
                #expect(!words.contains("{{") && !words.contains("Scope("))
                #expect(words.contains("4711023"))
            }
        }
        let text = try wording.text(of: "rate_practical", RaterLetter.sample.facts())
        #expect(text.hasPrefix("Medical Exercise Training Institute\n\n"))
        #expect(text.contains("on Friday, 22 January 2027"))
        #expect(text.contains("https://registrar.meti.example/ratings/token"))
        let message = try Composer(seal: .sample).compose(RaterLetter.sample)
        #expect(message.to == "maya@meti.example")
        #expect(message.subject == "Please rate candidate 4711023 on Friday, 22 January 2027")
    }

    @Test("says of a practical that was called off that there is nothing to rate, without a link")
    func cancelled() throws {
        let message = try Composer(seal: .sample).compose(RaterLetter.sample(.cancelled))
        #expect(message.subject == "Nothing to rate: candidate 4711023 on Friday, 22 January 2027")
        let text = try Wording().text(of: "rating_cancelled", RaterLetter.sample(.cancelled).facts())
        #expect(!text.contains("/ratings/") && text.contains("opens nothing any more"))
    }
}
