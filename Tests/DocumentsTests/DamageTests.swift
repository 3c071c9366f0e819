import Foundation
import TestSupport
import Testing

@testable import Documents

@Suite("A damaged PDF")
struct DamageTests {
    @Test("cut anywhere it is refused, or read from what was whole before")
    func cut() throws {
        let pdf = try CertificatePDF.render(SampleSheet.sheet()).octets
        for length in stride(from: 0, to: pdf.count - 8, by: 61) {
            let read = try? PDFAttachments.read(from: Array(pdf.prefix(length)))
            // Cut right after what cairo wrote it is a PDF without attachments.
            #expect(read == nil || read == [])
        }
    }

    @Test("changed anywhere it is read or refused, and nothing else happens")
    func changed() throws {
        var chance = SplitMix(state: 1)
        let small = SmallPDF(attachments: [("a.jwt", Array("a.b.c".utf8)), ("b", [1, 2])]).octets
        let packed = PackedPDF(name: "a.jwt", data: Array("a.b.c".utf8)).octets
        for whole in [small, packed, try CertificatePDF.render(SampleSheet.sheet()).octets] {
            for _ in 0..<3_000 {
                var pdf = whole
                for _ in 0..<Int.random(in: 1...6, using: &chance) {
                    let place = pdf.count - 1 - Int.random(in: 0..<min(pdf.count, 3_000), using: &chance)
                    pdf[place] = Bool.random(using: &chance) ? .random(in: 0...255, using: &chance) : pdf[place] ^ 1
                }
                let read = try? PDFAttachments.read(from: pdf)
                #expect((read ?? []).count <= PDFAttachments.mostAttachments)
            }
        }
    }

    @Test("octets from a dice are no PDF, however they begin and end")
    func noise() {
        var chance = SplitMix(state: 2)
        for _ in 0..<300 {
            let noise = (0..<2_000).map { _ in UInt8.random(in: 0...255, using: &chance) }
            let pdf = Array("%PDF-1.7\nxref\n0 1\n".utf8) + noise + Array("\nstartxref\n9\n%%EOF".utf8)
            #expect(throws: UnreadablePDF.self) { try PDFAttachments.read(from: pdf) }
        }
    }

    @Test("the largest and most tedious upload is answered at once")
    func time() {
        let clock = ContinuousClock()
        let comment = Array("%".utf8) + [UInt8](repeating: UInt8(ascii: "%"), count: 8_380_000)
        let head = Array("%PDF-1.7\n".utf8)
        for filling in [comment, Array("xref\n".utf8) + Array(repeating: UInt8(ascii: " "), count: 8_380_000)] {
            let pdf = head + filling + Array("\nstartxref\n9\n%%EOF".utf8)
            let taken = clock.measure { _ = try? PDFAttachments.read(from: pdf) }
            #expect(taken < .seconds(2))
        }
    }
}

/// The same dice on every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
