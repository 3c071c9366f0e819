import Documents
import Testing

@Suite("What may stand on a certificate")
struct SheetTests {
    static let unfit: [(String, @Sendable (inout CertificateSheet) -> Void)] = [
        ("no holder", { $0.holder = " \n" }),
        ("no issuer", { $0.issuer = "" }),
        ("four signatories", { $0.signatories = Array(repeating: .init(name: "A", role: "B"), count: 4) }),
        ("five facts", { $0.facts = Array(repeating: .init(label: "A", value: "B"), count: 5) }),
        ("a language that is none", { $0.language = "en) /JS (x" }),
        ("a URL that ends its attribute", { $0.verifyURL = "https://a.example/' rect=[0 0 1 1]" }),
        ("a URL of another script", { $0.verifyURL = "https://bücher.example/" }),
        ("a URL too long for a code", { $0.verifyURL = "https://a.example/" + String(repeating: "a", count: 3_000) }),
        ("a name of 401 letters", { $0.holder = String(repeating: "a", count: 401) }),
        ("two attachments of one name", { $0.attachments += $0.attachments }),
        (
            "an attachment too long to be read again",
            {
                $0.attachments = [
                    AttachedFile(name: "a", type: "a/b", description: "", octets: .init(repeating: 0, count: 1 << 21))
                ]
            }
        ),
    ]

    @Test("a sheet that cannot be drawn is refused with a reason", arguments: unfit.indices)
    func refusals(number: Int) {
        let (reason, change) = Self.unfit[number]
        #expect(throws: UnfitDocument.self, "\(reason)") { try CertificatePDF.render(SampleSheet.sheet(change)) }
    }

    @Test("the least and the most that fits is drawn on both papers", arguments: CertificateSheet.Paper.allCases)
    func extremes(paper: CertificateSheet.Paper) throws {
        let least = SampleSheet.sheet {
            ($0.paper, $0.issuerLine, $0.codeDescription) = (paper, nil, nil)
            ($0.before, $0.after, $0.facts, $0.signatories, $0.attachments) = ([], [], [], [], [])
        }
        #expect(try CertificatePDF.render(least).missing == [])
        let most = SampleSheet.sheet {
            $0.paper = paper
            let line = String(repeating: "many words ", count: 18)
            ($0.issuer, $0.issuerLine, $0.heading, $0.credential, $0.holder) = (line, line, line, line, line)
            ($0.before, $0.after) = (Array(repeating: line, count: 4), Array(repeating: line, count: 4))
            $0.smallPrint = Array(repeating: line, count: 3)
            $0.facts = Array(repeating: .init(label: line, value: line), count: 4)
            $0.signatories = Array(repeating: .init(name: line, role: line), count: 3)
        }
        #expect(try CertificatePDF.render(most).missing == [])
    }

    @Test("an accent is a colour that can be read on white")
    func accents() throws {
        #expect(try AccentColour("#767676").hex == "#767676")
        #expect(try AccentColour("#1f3a5f") != .usual)
        for unfit in ["#777777", "#FFFF00", "1F3A5F", "#1F3A5", "#1F3A5F0", "#1F3A5G", "#＃＃", ""] {
            #expect(throws: UnfitDocument.self, "\(unfit)") { try AccentColour(unfit) }
        }
    }
}
