import Foundation
import TestSupport
import Testing

@testable import Documents

@Suite("A receipt on paper")
struct ReceiptPDFTests {
    private func sheet(_ change: (inout ReceiptSheet) -> Void = { _ in }) -> ReceiptSheet {
        var sheet = ReceiptSheet(
            paper: .letter,
            title: "Receipt of a verification: MES-7K3M9-QRT2W-R",
            issuer: "Medical Exercise Training Institute",
            heading: "Receipt of a verification",
            lead: ["Answered on Monday, November 2, 2026 at 9:00 AM, New York time", "For: St Mary's Clinic"],
            verdict: "Valid on that day",
            isGood: true,
            facts: [
                .init(label: "Credential", value: "Medical Exercise Specialist (certification)"),
                .init(label: "Holder", value: "Ada Lovelace"),
            ],
            checks: [
                .init(holds: true, words: "The ID's check character fits."), .init(holds: false, words: "Another."),
            ],
            notes: ["This answer was true at that moment."],
            verifyURL: "https://registrar.meti.example/verify/MES-7K3M9-QRT2W-R",
            codeDescription: "A code",
            created: Date(timeIntervalSince1970: 1_793_610_000)
        )
        sheet.attachments = [
            AttachedFile(name: "receipt.jwt", type: "application/jwt", description: "", octets: Array("a.b.c".utf8))
        ]
        change(&sheet)
        return sheet
    }

    @Test("one page that says everything, is tagged, has the signed answer inside, and is the same octets again")
    func page() async throws {
        let octets = try ReceiptPDF.render(sheet())
        #expect(try ReceiptPDF.render(sheet()) == octets)
        let file = try ScratchFile(octets, named: "receipt.pdf")
        let facts = try await file.told(by: "pdfinfo")
        #expect(facts.contains("Pages:           1") && facts.contains("612 x 792 pts (letter)"))
        #expect(facts.contains("Tagged:          yes"))
        let text = try await file.told(by: "pdftotext", ["-layout"], after: ["-"])
        for words in ["Receipt of a verification", "Ada Lovelace", "For: St Mary's Clinic", "Does not hold: Another."] {
            #expect(text.contains(words))
        }
        #expect(try await file.detached(1) == Array("a.b.c".utf8))
        #expect(try PDFAttachments.read(from: octets).map(\.name) == ["receipt.jwt"])
        let a4 = try ScratchFile(try ReceiptPDF.render(sheet { $0.paper = .a4 }), named: "a4.pdf")
        #expect(try await a4.told(by: "pdfinfo").contains("(A4)"))
    }

    @Test("the longest name in any script still fits on the page; what cannot be drawn is refused")
    func longest() async throws {
        let name = String(repeating: "Ọlátúnjí-Adébáyọ̀ فاطمة 𠮷野 ", count: 8)
        let octets = try ReceiptPDF.render(
            sheet { sheet in
                sheet.facts = (0..<8).map { .init(label: "Label \($0)", value: name) }
                sheet.lead = [name, name]
                sheet.checks = Array(repeating: .init(holds: true, words: name), count: 4)
            }
        )
        let file = try ScratchFile(octets, named: "long.pdf")
        #expect(try await file.told(by: "pdfinfo").contains("Pages:           1"))
        #expect(throws: UnfitDocument.self) { try ReceiptPDF.render(sheet { $0.verifyURL = "https://x/'" }) }
        #expect(throws: UnfitDocument.self) { try ReceiptPDF.render(sheet { $0.verdict = " " }) }
        #expect(throws: UnfitDocument.self) {
            try ReceiptPDF.render(sheet { $0.lead = [String(repeating: "x", count: 601)] })
        }
    }
}
