import Foundation
import TestSupport
import Testing

@testable import Documents

@Suite("The files inside a PDF")
struct AttachmentTests {
    @Test("a certificate gives back what was attached, octet for octet, to us and to others")
    func roundTrip() async throws {
        let octets = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31) } + Array("endstream endobj %%EOF".utf8)
        let other = AttachedFile(name: "a(b)\\c.bin", type: "application/x#y", description: "Größe", octets: octets)
        let sheet = SampleSheet.sheet { $0.attachments.append(other) }
        let pdf = try CertificatePDF.render(sheet).octets
        // In the order of their names.
        #expect(try PDFAttachments.read(from: pdf) == [other, sheet.attachments[0]])
        let file = try ScratchFile(pdf, named: "a.pdf")
        #expect(try await file.detached(1) == octets)
        #expect(try await file.detached(2) == Array(SampleSheet.token.utf8))
        #expect(try await file.told(by: "pdfdetach", ["-list"]).contains("2: certificate.jwt\n"))
    }

    @Test("a PDF without attachments has none")
    func none() throws {
        #expect(
            try PDFAttachments.read(from: CertificatePDF.render(SampleSheet.sheet { $0.attachments = [] }).octets) == []
        )
        #expect(try PDFAttachments.read(from: SmallPDF().octets) == [])
    }

    @Test("compressed attachments of others are read, up to the limit and not an octet more")
    func bombs() throws {
        let limit = PDFAttachments.longestAttachment
        let fitting = SmallPDF(attachments: [("a.jwt", SmallPDF.deflated(zeros: limit))], filter: "/FlateDecode")
        #expect(try PDFAttachments.read(from: fitting.octets).map(\.octets) == [[UInt8](repeating: 0, count: limit)])
        for zeros in [limit + 1, 1 << 28] {
            let bomb = SmallPDF(attachments: [("a.jwt", SmallPDF.deflated(zeros: zeros))], filter: "[/FlateDecode]")
            #expect(throws: UnreadablePDF.attachmentTooLarge(limit: limit)) {
                try PDFAttachments.read(from: bomb.octets)
            }
        }
        let plain = SmallPDF(attachments: [("a.jwt", [UInt8](repeating: 65, count: limit + 1))])
        #expect(throws: UnreadablePDF.attachmentTooLarge(limit: limit)) { try PDFAttachments.read(from: plain.octets) }
        let twice = SmallPDF(attachments: [("a", [1])], filter: "[/FlateDecode /FlateDecode]")
        #expect(throws: UnreadablePDF.rewritten) { try PDFAttachments.read(from: twice.octets) }
        let broken = SmallPDF(attachments: [("a", [1, 2, 3])], filter: "/FlateDecode")
        #expect(throws: UnreadablePDF.damaged) { try PDFAttachments.read(from: broken.octets) }
    }

    @Test(
        "a PDF whose objects another program packed is read, however it predicts its rows",
        arguments: 0...4 as ClosedRange<UInt8>
    )
    func packed(filter: UInt8) async throws {
        let data = Array("a.b.c endstream".utf8)
        let pdf = PackedPDF(name: "certificate.jwt", data: data, filter: filter).octets
        let read = try PDFAttachments.read(from: pdf)
        #expect(read == [AttachedFile(name: "certificate.jwt", type: "", description: "", octets: data)])
        #expect(try await ScratchFile(pdf, named: "a.pdf").detached(1) == data)
        // What we write goes on in tables, and never after a stream.
        #expect(throws: UnreadablePDF.rewritten) { try PDFUpdate(of: pdf) }
    }

    @Test("packed objects that lead in circles, lie about themselves or expand too far are refused")
    func packedBadly() {
        let bomb = String(repeating: " ", count: 3_000_000)
        for objects in [[], ["<<"], ["7 0 R"], ["<< >>\(bomb)"]] {
            let pdf = PackedPDF(name: "a", data: [], objects: objects).octets
            #expect(throws: UnreadablePDF.self) { try PDFAttachments.read(from: pdf) }
        }
        for length in ["1 0 R", "7 0 R", "-1", "9223372036854775807", "/x"] {
            let pdf = PackedPDF(name: "a", data: [1], length: length).octets
            #expect(throws: UnreadablePDF.damaged) { try PDFAttachments.read(from: pdf) }
        }
    }

    @Test("more attachments than a few, and more octets than a file may have, are refused")
    func limits() throws {
        let few = (0..<8).map { ("\($0)", [UInt8(ascii: "x")]) }
        #expect(try PDFAttachments.read(from: SmallPDF(attachments: few).octets).count == 8)
        #expect(throws: UnreadablePDF.tooManyAttachments(limit: 8)) {
            try PDFAttachments.read(from: SmallPDF(attachments: few + few).octets)
        }
        #expect(throws: UnreadablePDF.tooLarge(limit: 8_388_608)) {
            try PDFAttachments.read(from: .init(repeating: 0, count: 8_388_609))
        }
    }

    @Test("what is no PDF, or was written anew by another program, is refused as such")
    func others() {
        func reason(_ text: String) -> UnreadablePDF? {
            do throws(UnreadablePDF) {
                _ = try PDFAttachments.read(from: Array(text.utf8))
                return nil
            } catch { return error }
        }
        #expect(reason("") == .notAPDF)
        #expect(reason("\u{89}PNG") == .notAPDF)
        #expect(reason("%PDF-1.7\n") == .damaged)
        #expect(reason("%PDF-1.7\nstartxref\n99999999999\n%%EOF") == .damaged)
        #expect(reason("%PDF-1.7\n7 0 obj\n<< /Type /XRef >>\nstartxref\n9\n%%EOF") == .damaged)
        #expect(reason("%PDF-1.7\nxref\n0 0\ntrailer\n<< /Encrypt 1 0 R >>\nstartxref\n9\n%%EOF") == .rewritten)
        #expect(reason("%PDF-1.7\nxref\n0 0\ntrailer\n<< /Prev 9 >>\nstartxref\n9\n%%EOF") == .damaged)
        #expect(reason("%PDF-1.7\nxref\n0 9999999999\ntrailer\n<< >>\nstartxref\n9\n%%EOF") == .damaged)
        #expect(reason("%PDF-1.7\nxref\n0 0\ntrailer\n<< >>\nstartxref\n9\n%%EOF") == .damaged)
    }

    @Test("circles, depths and widths end")
    func shapes() {
        let deep = String(repeating: "[", count: 50_000)
        let wide = "[" + String(repeating: "0 ", count: 60_000) + "]"
        let kids = "<< /Kids [" + String(repeating: "4 0 R ", count: 64) + "] >>"
        for tree in [
            "<< /Kids [4 0 R 4 0 R] >>", kids, deep, wide, "4 0 R", "<< /Names [(a) 4 0 R] >>", "null", "(", "<<",
        ] {
            #expect(throws: UnreadablePDF.self) { try PDFAttachments.read(from: SmallPDF(tree: tree).octets) }
        }
    }
}
