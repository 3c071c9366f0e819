import Foundation
import Subprocess
import TestSupport
import Testing

@testable import Documents

@Suite("A kit to check a certificate without us")
struct KitTests {
    private func kit(_ change: (inout CertificateKit) -> Void = { _ in }) -> CertificateKit {
        var kit = CertificateKit(
            id: "MES-7K3M9-QRT2W-R",
            credential: "Specialist <b>&",
            issuer: "Institut für Bewegung",
            site: "https://registrar.example",
            jwt: SampleSheet.token,
            json: "{}",
            pdf: Array("%PDF".utf8),
            did: Array("{}".utf8),
            signedAt: Date(timeIntervalSince1970: 1_793_610_001)
        )
        change(&kit)
        return kit
    }

    @Test("others unpack the same octets in one folder, at one time; the same kit is the same file")
    func packed() async throws {
        let octets = try kit().packed()
        #expect(try kit().packed() == octets)
        let file = try ScratchFile(octets, named: "kit.zip")
        let script = """
            from sys import argv
            from zipfile import ZipFile
            kit = ZipFile(argv[1])
            assert kit.testzip() is None
            for each in kit.infolist():
                print(each.filename, each.date_time, oct(each.external_attr >> 16), each.extra)
            """
        let told = try await file.told(by: "python3", ["-c", script])
        let names = [
            "READ ME FIRST.html", "certificate.pdf", "certificate.jwt", "certificate.json", "did.json", "check.py",
        ]
        let facts = "(2026, 11, 2, 9, 0, 0) 0o100644 b''"
        #expect(told == names.map { "MES-7K3M9-QRT2W-R/\($0) \(facts)\n" }.joined())
        let jwt = "import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode(), end='')"
        for (name, content) in [("certificate.jwt", SampleSheet.token), ("certificate.json", "{}")] {
            #expect(try await file.told(by: "python3", ["-c", jwt], after: ["MES-7K3M9-QRT2W-R/\(name)"]) == content)
        }
        let empty = try ScratchFile(
            try ZipArchive.pack([.init(name: "a", octets: [])], at: .distantPast),
            named: "a.zip"
        )
        #expect(try await empty.told(by: "python3", ["-c", script]).contains("(1980, 1, 1, 0, 0, 0)"))
        let twice = [ZipArchive.Entry(name: "a", octets: [1]), ZipArchive.Entry(name: "a", octets: [2])]
        #expect(throws: UnfitDocument.self) { try ZipArchive.pack(twice, at: .now) }
    }

    @Test("with the log's word it holds three files more; the instructions name what is there, and escape")
    func instructions() throws {
        #expect(!kit().instructions.contains("tlog-proof"))
        let whole = kit { ($0.proof, $0.logKey, $0.checkpoint) = ("p", "k", "c") }
        for name in ["certificate.tlog-proof", "log-key.txt", "checkpoint.txt"] {
            #expect(whole.instructions.contains(name))
        }
        #expect(whole.instructions.contains("Specialist &lt;b&gt;&amp;") && !whole.instructions.contains("<b>"))
        #expect(try whole.packed().count > kit().packed().count)
    }

    @Test("the checker takes true files and refuses false ones, each by its own reason", .timeLimit(.minutes(3)))
    func checker() async throws {
        let folder = Bundle.module.bundleURL.appending(path: "KitStories")
        let stories = folder.appending(path: "check_kit.py").path
        let checker = try ScratchFile(CertificateKit.checker, named: "check.py")
        let result = try await run(
            .name("python3"),
            arguments: ["-B", stories, checker.path],
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        #expect(result.terminationStatus.isSuccess, "\(result.standardError)")
        #expect(result.standardError.contains("OK"))
    }
}
