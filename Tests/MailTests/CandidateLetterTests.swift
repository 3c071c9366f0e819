import Domain
import Foundation
import Testing

@testable import Mail

extension CandidateLetter {
    static var everyTurn: [CandidateLetter] {
        Kind.allCases.map { turn($0) } + [turn(.practicalCancelled, wasAbsent: true)]
    }

    static func turn(_ kind: Kind, wasAbsent: Bool = false) -> CandidateLetter {
        let noon = Date(timeIntervalSince1970: 1_800_640_800)
        let sitting = Sitting(
            practical: "MES practical",
            was: noon,
            becomes: kind == .practicalMoved ? noon.addingTimeInterval(7 * 86_400) : nil,
            zone: "America/Chicago",
            wasAbsent: wasAbsent
        )
        return CandidateLetter(
            kind: kind,
            jobID: JobID(rawValue: 8),
            to: EmailAddress(rawValue: "ada@example.org"),
            name: PersonName(rawValue: "Ada \"<b>\" Lovelace"),
            institute: SampleLetter(.offered).letter.institute,
            program: "Medical Exercise Specialist",
            cohort: "MES-2027-03",
            link: "https://registrar.meti.example/progress/own-token",
            now: Date(timeIntervalSince1970: 1_793_610_000),
            sitting: [.practicalMoved, .practicalCancelled].contains(kind) ? sitting : nil
        )
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
        let composer = try Composer(seal: .sample)
        for letter in CandidateLetter.everyTurn {
            let message = try composer.compose(letter)
            #expect(message.to == "ada@example.org" && message.messageID.hasPrefix("letter-8-"))
        }
    }

    @Test("a practical that was moved names both days; one that was called off says why, and that it is no try")
    func practicals() throws {
        let wording = try Wording()
        let text = { (letter: CandidateLetter) in try wording.text(of: letter.template, letter.facts()) }
        let moved = try text(.turn(.practicalMoved))
        #expect(moved.contains("It is on Friday, 29 January 2027 now, and not on Friday, 22 January 2027."))
        #expect(try text(.turn(.practicalCancelled)).contains("was called off by Medical Exercise Training Institute."))
        let absent = try text(.turn(.practicalCancelled, wasAbsent: true))
        #expect(absent.contains("called off, as you could not be there.") && absent.contains("not count as a try"))
    }
}
