import Foundation
import Testing

@testable import Documents

@Suite("Names of all scripts on a certificate")
struct ScriptTests {
    @Test(
        "a name can be searched and copied as it was written, ligatures, marks and direction notwithstanding",
        arguments: [
            ("vi", "Nguyễn Thị Minh Khai"), ("pl", "Łukasz Żółć"), ("de", "Steffi Großfließ"),
            ("el", "Ελένη Παπαδοπούλου"),
            ("uk", "Їжакевич Ґалаґан"), ("ar", "أحمد محمد عبد الرحمن"), ("he", "אברהם בן־דוד"),
            ("th", "สมชาย ใจดีศรีสุวรรณ"),
            ("hi", "श्रीमती लक्ष्मी कृष्णमूर्ति"), ("zh-Hans", "欧阳骨直"), ("ja", "渡邉 直美"), ("ko", "김민준"), ("ka", "ნინო ბერიძე"),
        ]
    )
    func scripts(language: String, name: String) async throws {
        let pdf = try CertificatePDF.render(SampleSheet.sheet { ($0.language, $0.holder) = (language, name) })
        #expect(pdf.missing == [])
        let words = try await ScratchFile(pdf.octets, named: "a.pdf").told(by: "pdftotext", after: ["-"])
        #expect(words.withoutDirections.split(separator: "\n").contains(Substring(name)))
    }

    @Test("characters without a font are told, each once, and the page is drawn all the same")
    func missing() throws {
        let pdf = try CertificatePDF.render(SampleSheet.sheet { $0.holder = "Ada \u{10FFFD}\u{F8000}\u{10FFFD}" })
        #expect(pdf.missing == ["\u{F8000}", "\u{10FFFD}"])
        #expect(pdf.octets.count > 10_000)
    }

    @Test(
        "long names find room on one page, letter by letter",
        arguments: [
            "Bartholomew Alexander Montgomery-Featherstonehaugh Wellesley", String(repeating: "W", count: 200),
            String(repeating: "Maximiliana Konstantinopolitanska ", count: 6).trimmingCharacters(in: .whitespaces),
            String(repeating: "عبد الرحمن ", count: 18).trimmingCharacters(in: .whitespaces),
            String(repeating: "鬱", count: 200), "e" + String(repeating: "\u{301}", count: 199), "👩‍🔬 Zoë 👨‍👩‍👧‍👦",
        ]
    )
    func longNames(name: String) async throws {
        for paper in CertificateSheet.Paper.allCases {
            let sheet = SampleSheet.sheet { ($0.holder, $0.paper) = (name, paper) }
            let page = Rectangle(x: 0, y: 0, width: paper.size.width, height: paper.size.height)
            let canvas = try PDFPage(
                size: paper.size,
                language: "en",
                title: "",
                author: "",
                created: "2026-11-02T09:00:00Z"
            ).canvas
            let design = CertificateDesign(sheet: sheet, code: try QRCode(sheet.verifyURL), canvas: canvas)
            let foot = try CertificateFoot(design: design)
            let room = Rectangle(x: 0, y: 0, width: page.width, height: design.column.height - foot.height - 60)
            #expect(try design.middleBlock(within: room).height <= room.height)
            #expect(try CertificatePDF.render(sheet).octets.count > 10_000)
        }
    }

    @Test("a name of sixty letters is on two lines at a large size, broken between its words")
    func sixtyLetters() throws {
        let canvas = try Picture(width: 1, height: 1, opaque: true, language: "en").canvas
        let name = "Bartholomew Alexander Montgomery-Featherstonehaugh Wellesley"
        let paragraph = try Paragraph(name, TextStyle(size: 34), widest: 620, on: canvas)
        #expect(paragraph.lines.map(\.text) == ["Bartholomew Alexander", "Montgomery-Featherstonehaugh Wellesley"])
        #expect(paragraph.width <= 620)
    }

    @Test("line ends, control characters and marks that turn text do nothing")
    func hostileText() async throws {
        let pdf = try CertificatePDF.render(
            SampleSheet.sheet { $0.holder = "A\u{0}d\u{202E}a\r\nLove\u{2028}lace\u{85}X" }
        )
        let words = try await ScratchFile(pdf.octets, named: "a.pdf").told(by: "pdftotext", after: ["-"])
        #expect(words.contains("A da Love lace X\n"))
    }
}
