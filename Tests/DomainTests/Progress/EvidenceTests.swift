import Crypto
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Evidence", .database)
struct EvidenceTests {
    let here = TestDatabase.current
    var progress: Domain.Progress { here.registrar.progress }

    @Test("its octets alone say what it is", arguments: EvidenceFile.MediaType.allCases)
    func types(_ type: EvidenceFile.MediaType) throws {
        #expect(try EvidenceFile.sample(type, name: "x.exe").type == type)
    }

    @Test(
        "what is none of these is refused, and so is what is empty or too large",
        arguments: [
            Data(), Data([0x4D, 0x5A, 0x90, 0x00]), Data([0xFF, 0xFE, 0x41, 0x00]), Data("a\u{0}b".utf8),
            Data("GIF89a\u{1}".utf8), Data(repeating: 0x61, count: EvidenceFile.mostOctets + 1),
        ]
    )
    func refused(octets: Data) {
        #expect(throws: Refusal.self) { _ = try EvidenceFile(name: "a", octets: octets) }
    }

    @Test("10 MB are taken; a name loses its folders, what controls and what turns it")
    func names() throws {
        let names = ["C:\\scans\\card.pdf", "../../etc/card.pdf", "\u{202E}card\u{7}.pdf ", "", "/"].map { name in
            (try? EvidenceFile(name: name, octets: Data(repeating: 0x61, count: EvidenceFile.mostOctets)))?.name
        }
        #expect(names == ["card.pdf", "card.pdf", "card.pdf", "file", "file"])
        let long = try EvidenceFile(name: String(repeating: "é", count: 300), octets: Data("a".utf8))
        #expect(long.name.unicodeScalars.count == 200)
    }

    @Test("brought by a candidate it waits for somebody, who fetches it whole; the trail says that it was fetched")
    func fetch() async throws {
        let (code, claims) = try await here.seatedCohort()
        let link = here.progressLink(of: claims[0])
        let file = try EvidenceFile.sample(name: "Zoë's card.pdf")
        _ = try await progress.submit(BroughtEvidence(to: "card", file: file), link: link)
        // A double click.
        let page = try await progress.submit(BroughtEvidence(to: "card", file: file), link: link)
        #expect(page.evidence.count == 1 && page.states.first { $0.code == "card" }?.state == .submitted)
        let instructor = try await here.staff(.instructor)
        let listed = try await progress.evidence(cohort: code, by: instructor)
        let item = try #require(listed.first?.evidence)
        #expect(
            item.isWaiting && item.staff == nil && item.name == "Zoë's card.pdf" && item.mediaType == "application/pdf"
        )
        let fetched = try await progress.fetch(item.id, by: instructor)
        #expect(fetched.octets == file.octets)
        #expect(item.sha256 == SHA256.hash(data: file.octets).map { String(format: "%02x", $0) }.joined())
        let blind = try await progress.fetch(item.id, by: here.staff(.examiner))
        #expect(blind.evidence.name == nil && blind.candidate.name == nil)
        try await here.say(ProgressEntry(.failed, "card", evidence: item.id, note: "Blurred."), of: claims[0], in: code)
        #expect(try await progress.evidence(cohort: code, by: instructor).map(\.evidence.isWaiting) == [false])
        // The very same file, after it was refused, asks for another look.
        let again = try await progress.submit(BroughtEvidence(to: "card", file: file), link: link)
        #expect(again.states.first { $0.code == "card" }?.state == .submitted && again.evidence.count == 2)
        let trail = try await here.registrar.audit.tail(by: .system)
        #expect(trail.count { $0.verb == "evidence.fetch" } == 2)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("belongs to its candidate; strangers' is refused, and what is not there is unknown")
    func whose() async throws {
        let (code, claims) = try await here.seatedCohort(["Ada", "Bo"])
        let said = try await here.say(ProgressEntry(.completed, "case"), of: claims[0], in: code, file: .sample(.png))
        let theirs = try ProgressEntry(.completed, "case", evidence: said.evidence)
        let refused = try await refusal { try await here.say(theirs, of: claims[1], in: code) }
        #expect(refused?.problems.map(\.field) == ["evidence"])
        let unknown = try await refusal {
            _ = try await progress.fetch(EvidenceID(rawValue: 999), by: here.staff(.registrar))
        }
        #expect(unknown?.code == "evidence-unknown")
    }

    @Test("is full after so many files of one candidate")
    func full() async throws {
        let (_, claims) = try await here.seatedCohort()
        let link = here.progressLink(of: claims[0])
        for number in 0..<Domain.Progress.mostFiles {
            let file = try EvidenceFile(name: "a", octets: Data("\(number)".utf8))
            _ = try await progress.submit(BroughtEvidence(to: "case", file: file), link: link)
        }
        let one = try EvidenceFile.sample()
        let refused = try await refusal {
            _ = try await progress.submit(BroughtEvidence(to: "case", file: one), link: link)
        }
        #expect(refused?.code == "evidence-full")
    }
}
