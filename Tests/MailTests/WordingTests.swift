import Domain
import Foundation
import Testing

@testable import Mail

@Suite("The words of letters")
struct WordingTests {
    let wording: Wording

    init() throws {
        wording = try Wording()
    }

    @Test("every template renders in every turn without an unknown tag or a gap")
    func everyTurn() throws {
        for sample in SampleLetter.everyTurn {
            for format in Format.allCases {
                let words = try wording.render(sample.kind, format, sample.letter.facts())
                #expect(!words.contains("{{") && !words.contains("}}"))
                #expect(!words.contains("Scope(") && !words.contains("Flag("))
                let isEmpty = words.contains(/<(p|h1|a|span|strong|title)[^>]*>\s*<\/\1>/)
                #expect(!isEmpty, "\(sample.kind) \(format)")
                if format == .html { continue }
                let slips = words.contains(#/[a-z] {2,}[a-z]|[a-z] [.,;:]|\(\)|\.[A-Z][a-z]+ /#)
                #expect(!slips, "\(sample.kind) \(format): \(words)")
                #expect(!words.contains("\n\n\n"), "\(sample.kind): \(words)")
            }
        }
    }

    @Test("every tag of every template is reached by some letter")
    func everyTag() throws {
        let notes = Notes()
        for sample in SampleLetter.everyTurn {
            for format in Format.allCases {
                _ = try wording.render(sample.kind, format, sample.letter.facts(), notes)
            }
        }
        for letter in CertificateLetter.everyTurn {
            for format in Format.allCases {
                _ = try wording.render(letter.template, format, letter.facts(), notes)
            }
        }
        for letter in RenewalLetter.everyTurn {
            for format in Format.allCases {
                _ = try wording.render(letter.template, format, letter.facts(), notes)
            }
        }
        for letter in SubscriberLetter.everyTurn {
            for format in Format.allCases {
                _ = try wording.render(letter.template, format, letter.facts(), notes)
            }
        }
        for format in Format.allCases {
            for kind in RaterLetter.Kind.allCases {
                _ = try wording.render(kind.rawValue, format, RaterLetter.sample(kind).facts(), notes)
            }
            for letter in CandidateLetter.everyTurn {
                _ = try wording.render(letter.template, format, letter.facts(), notes)
            }
            _ = try wording.render("campaign", format, CampaignLetter.sample().facts(), notes)
        }
        let folder = Wording.folder
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".mustache") }
            .flatMap { try Tag.all(in: String(contentsOf: folder.appending(path: $0), encoding: .utf8)) }
            .filter { ["", "#", "^"].contains($0.sign) }
            .map(\.name)
        #expect(names.count > 100)
        #expect(Set(names).subtracting(notes.used) == [])
    }

    @Test(
        "a template that asks for what is not there is an error, not a gap",
        arguments: [
            ("Hello {{nobody}}", "{{nobody}}, which has no words"),
            ("{{#deadline}}{{hour}}{{/deadline}}", "{{hour}}, which has no words"),
            ("{{#nobody}}x{{/nobody}}", "{{nobody}}, which has no words"),
            ("{{held}}", "{{held}}, which has no words"),
            ("{{deadline}}", "{{deadline}}, which has no words"),
            ("{{>footer}}", "no template footer"),
            ("{{{name}}}", "go around the escaping"),
            ("{{&name}}", "go around the escaping"),
            ("{{deadline.clock}}", "not a plain name"),
            ("{{#name}}", "Mustache cannot read it"),
        ]
    )
    func unknown(template: String, problem: String) throws {
        var sources = ["shells/subject": "", "shells/text": "", "shells/html": ""]
        for letter in Wording.letters { sources[letter] = "words" }
        sources["offered"] = template
        let error = #expect(throws: UnfitWording.self) {
            let wording = try Wording(sources: sources)
            _ = try wording.text(of: .offered, try SampleLetter(.offered).letter.facts())
        }
        #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
        #expect(error?.template == "offered")
    }

    @Test("a missing template is found before the first mail")
    func missing() {
        #expect(throws: UnfitWording.self) { try Wording(sources: ["shells/text": ""]) }
    }

    @Test("markup is escaped by scalar, so that no accent carries a quotation mark past it")
    func escaping() {
        #expect(
            Format.html.escape("\"\u{301} onclick='x' <b\u{301}>&amp;")
                == "&quot;\u{301} onclick=&#39;x&#39; &lt;b\u{301}&gt;&amp;amp;"
        )
        #expect(Format.text.escape("<\"&'>") == "<\"&'>")
    }

    @Test("the issuer comes first, then what happened", arguments: SeatLetter.Kind.allCases)
    func issuerFirst(kind: SeatLetter.Kind) throws {
        let facts = try SampleLetter(kind).letter.facts()
        #expect(try wording.text(of: kind, facts).hasPrefix("Medical Exercise Training Institute\n\n"))
        let lines = try wording.text(of: kind, facts).split(separator: "\n")
        #expect(
            lines.suffix(5) == [
                "2472 Bolsover, Suite 275", "Houston, TX 77005", "USA", "Questions? Write to office@meti.example",
                "https://registrar.meti.example",
            ]
        )
        #expect(try wording.subject(of: kind, facts).hasSuffix("Medical Exercise Specialist (MES-2027-03)"))
    }

    @Test("the deadline is told on the reader's clock, with the cohort's beside it where it differs")
    func deadline() throws {
        let abroad = try wording.text(of: .confirmSeat, SampleLetter(.confirmSeat).letter.facts())
        #expect(
            abroad.contains(
                """
                We hold the seat until:
                  Friday, 22 January 2027, 23:00 (Europe/Berlin, UTC+01:00)
                  which is Friday, 22 January 2027, 16:00 (America/Chicago, UTC−06:00)
                """
            )
        )
        let near = try wording.text(of: .offered, SampleLetter(.offered) { $0.zone = "America/Chicago" }.letter.facts())
        #expect(
            near.contains("The offer is open until:\n  Friday, 22 January 2027, 16:00 (America/Chicago, UTC−06:00)\n\n")
        )
        #expect(!near.contains("which is"))
    }

    @Test("who travels reads the venue's clock first, who sits at home their own")
    func sessions() throws {
        let travel = try wording.text(of: .confirmed, SampleLetter(.confirmed).letter.facts())
        #expect(
            travel.contains(
                """
                Session 2 of 2
                  Sunday, 14 March 2027, 09:00–17:00 (America/Chicago, UTC−05:00)
                  which is Sunday, 14 March 2027, 15:00–23:00 (Europe/Berlin, UTC+01:00)
                  METI, Houston, TX
                """
            )
        )
        let online = SampleLetter(.confirmed) {
            $0.sessions = [
                SampleLetter.session(
                    1,
                    "2027-03-14T14:00:00Z",
                    "2027-03-14T22:00:00Z",
                    online: "https://rooms.example/1"
                )
            ]
        }
        let home = try wording.text(of: .confirmed, online.letter.facts())
        #expect(
            home.contains(
                """
                  Sunday, 14 March 2027, 15:00–23:00 (Europe/Berlin, UTC+01:00)
                  which is Sunday, 14 March 2027, 09:00–17:00 (America/Chicago, UTC−05:00)
                  Online: https://rooms.example/1
                """
            )
        )
        #expect(!home.contains("Session 1"))
    }

    @Test("an address that nobody confirmed learns no name and no online room", arguments: SeatLetter.Kind.allCases)
    func stranger(kind: SeatLetter.Kind) throws {
        let sample = SampleLetter(kind) {
            $0.name = "Buy pills at pills.example"
            $0.addressConfirmed = false
            $0.sessions = [
                SampleLetter.session(
                    1,
                    "2027-03-14T14:00:00Z",
                    "2027-03-14T22:00:00Z",
                    online: "https://rooms.example/1"
                )
            ]
        }
        for format in Format.allCases {
            let words = try wording.render(kind, format, sample.letter.facts())
            #expect(!words.contains("pills") && !words.contains("rooms.example"))
        }
    }

    @Test("a letter about a repeated request tells a stranger to ignore it, and carries both links")
    func known() throws {
        let text = try wording.text(of: .known, SampleLetter(.known).letter.facts())
        #expect(text.contains("If this was not you, ignore this mail"))
        #expect(text.contains("/reservations/acting-token") && text.contains("/reservations/state-token"))
    }

    @Test("the link that acts goes only to those who have something to act upon", arguments: SeatLetter.Kind.allCases)
    func acting(kind: SeatLetter.Kind) throws {
        let text = try wording.text(of: kind, SampleLetter(kind).letter.facts())
        let acts: Set<SeatLetter.Kind> = [
            .confirmSeat, .waiting, .offered, .offerReminder, .confirmed, .known, .carried, .changed, .paymentDue,
            .transferred,
        ]
        #expect(text.contains("acting-token") == acts.contains(kind))
        #expect(text.contains("state-token") == (kind == .known))
    }
}
