import Foundation
import Testing

@testable import Documents

@Suite("A certificate's PDF as others read it")
struct CertificatePDFTests {
    @Test("it is one landscape page of its paper", arguments: CertificateSheet.Paper.allCases)
    func papers(paper: CertificateSheet.Paper) async throws {
        let pdf = try CertificatePDF.render(SampleSheet.sheet { $0.paper = paper })
        let info = try await ScratchFile(pdf.octets, named: "a.pdf").told(by: "pdfinfo")
        #expect(info.contains(paper == .letter ? "792 x 612 pts (letter)" : "841.89 x 595.276 pts (A4)"))
        #expect(info.firstMatch(of: /Pages: +1\n/) != nil)
    }

    @Test("it has a title, a fixed date, a structure and a language")
    func metadata() async throws {
        let pdf = try CertificatePDF.render(
            SampleSheet.sheet { ($0.title, $0.language) = ("Thẻ \"(Ω)\" \\ 証", "vi") }
        )
        let info = try await ScratchFile(pdf.octets, named: "a.pdf").told(by: "pdfinfo", ["-isodates"])
        #expect(info.contains("Title:           Thẻ \"(Ω)\" \\ 証\n"))
        #expect(info.contains("Author:          Medical Exercise Training Institute\n"))
        #expect(info.contains("CreationDate:    2026-11-02T09:00:00Z\n"))
        #expect(info.contains("Tagged:          yes\n"))
        #expect(info.contains("PDF version:     1.7\n"))
        let catalog = try catalog(of: pdf.octets)
        #expect(catalog["Lang"] == .text("vi"))
        #expect(catalog["ViewerPreferences"] == .dictionary(["DisplayDocTitle": .boolean(true)]))
    }

    @Test("its structure is read in the order of the page, and the code has words in its place")
    func structure() async throws {
        let pdf = try CertificatePDF.render(SampleSheet.sheet())
        let told = try await ScratchFile(pdf.octets, named: "a.pdf").told(by: "pdfinfo", ["-struct-text"])
        let lines = told.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(lines.first == "Document")
        let words = [
            "Institute", "Certificate\"", "This certifies", "Ada", "hereby", "Specialist\"", "Issued", "Grace",
        ]
        let places = words.map { word in lines.firstIndex { $0.contains(word) } }
        #expect(places.compactMap { $0 }.count == words.count)
        #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
        #expect(lines.filter { $0.hasPrefix("H1") }.count == 1)
        #expect(lines.filter { $0.hasPrefix("Figure") }.count == 1)
        let alternate = "/Alt (QR code for https://registrar.meti.example/verify/MES-7K3M9-QRT2W-R)"
        #expect(String(decoding: pdf.octets, as: UTF8.self).contains(alternate))
    }

    @Test("all fonts are embedded as subsets, and their characters can be found again")
    func fonts() async throws {
        let pdf = try CertificatePDF.render(SampleSheet.sheet { $0.holder = "Αδα 渡邉 Łukasz" })
        let told = try await ScratchFile(pdf.octets, named: "a.pdf").told(by: "pdffonts")
        let fonts = told.split(separator: "\n").dropFirst(2)
        #expect(fonts.count >= 4)
        for font in fonts {
            #expect(font.contains(#/^[A-Z]{6}\+.* yes yes yes /#), "\(font)")
        }
    }

    @Test("equal sheets are equal octets, and it stays small")
    func determinism() throws {
        let first = try CertificatePDF.render(SampleSheet.sheet())
        #expect(try CertificatePDF.render(SampleSheet.sheet()) == first)
        #expect(try CertificatePDF.render(SampleSheet.sheet { $0.holder = "Ada Byron" }) != first)
        #expect(first.octets.count < 80_000)
        #expect(first.missing.isEmpty)
    }

    @Test("a camera reads the verify URL off the page, even under TEST", arguments: [false, true])
    func code(isTest: Bool) async throws {
        let pdf = try CertificatePDF.render(SampleSheet.sheet { $0.isTest = isTest })
        let file = try ScratchFile(pdf.octets, named: "a.pdf")
        let path = file.path.replacing(".pdf", with: "")
        _ = try await file.told(by: "pdftoppm", ["-r", "150", "-gray", "-png", "-singlefile"], after: [path])
        let image = try ScratchFile(Array(try Data(contentsOf: URL(filePath: path + ".png"))), named: "a.png")
        let url = "https://registrar.meti.example/verify/MES-7K3M9-QRT2W-R"
        #expect(try await image.told(by: "zbarimg", ["-q", "--raw"]) == url + "\n")
        let words = try await file.told(by: "pdftotext", after: ["-"])
        #expect(words.contains(url) && words.contains("MES-7K3M9-QRT2W-R"))
        let spoken = try await file.told(by: "pdfinfo", ["-struct-text"])
        #expect(spoken.contains("\"TEST\"") == isTest)
        #expect(String(decoding: pdf.octets, as: UTF8.self).contains("/URI (\(url))"))
    }

    private func catalog(of octets: [UInt8]) throws -> PDFDictionary {
        let file = try PDFFile(octets)
        return try #require(try file.resolved(file.trailer["Root"]).dictionary)
    }
}
