import Credentials
import Domain
import Foundation
import HTTPTypes
import NIOCore
import Subprocess
import TestSupport
import Testing

@testable import Web

@Suite("A certificate's kit", .database, .timeLimit(.minutes(10)))
struct KitPageTests {
    private var here: TestDatabase { .current }

    /// What the checker of a kit says of the kit, and how it ends.
    private func check(_ kit: [UInt8], _ words: String...) async throws -> (code: Int32, said: String) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kit-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "kit.zip").path
        try Data(kit).write(to: URL(filePath: file))
        let script = """
            from glob import glob
            from subprocess import STDOUT, run
            from sys import argv, executable, exit
            from zipfile import ZipFile
            ZipFile(argv[1]).extractall(argv[2])
            checker = glob(argv[2] + "/*/check.py")[0]
            exit(run([executable, "-B", checker, *argv[3:]], stderr=STDOUT).returncode)
            """
        let result = try await run(
            .name("python3"),
            arguments: Arguments(["-c", script, file, folder.path] + words),
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        guard case .exited(let code) = result.terminationStatus else { throw Unexpected() }
        let said = (result.standardOutput + result.standardError).split(whereSeparator: \.isWhitespace)
        return (code, said.joined(separator: " "))
    }

    /// The product's clock as the checker takes it; what was signed anew at once begins a second later.
    private func now() async throws -> String {
        try await here.registrar.keys.now().adding(seconds: 2).description
    }

    @Test("is one file with everything in it, the same for the same state, and its checker believes what we issued")
    func kit() async throws {
        let certificate = try await here.certificate(of: "Nguyễn Thị Ánh")
        let id = certificate.printedID
        try await Visitor.visiting { visitor in
            let answer = try await visitor.get("/verify/\(id).zip")
            #expect(answer.status == 200 && answer.headers[.contentType] == "application/zip")
            #expect(answer.headers[.contentDisposition] == "attachment; filename=\"\(id).zip\"")
            let kit = Array(answer.body.readableBytesView)
            #expect(Array(try await visitor.get("/verify/\(id).zip").body.readableBytesView) == kit)
            let (code, said) = try await check(kit, "--at", now())
            #expect(code == 0, "\(said)")
            for words in ["Nguyễn Thị Ánh", id, "certificate.json says the same", "certificate.pdf carries it inside"] {
                #expect(said.contains(words), "\(said)")
            }
            #expect(try await check(kit, "--at", "2020-01-01T00:00:00Z").said.contains("Its term begins"))
            #expect(try await visitor.get("/verify/\(id)").text.contains("href=\"/verify/\(id).zip\""))
            let links = try await visitor.get("/api/v1/certificates/\(id)").json["links"]
            #expect(links?["kit"]?.text == "https://registrar.example/verify/\(id).zip")
        }
    }

    @Test("once its key was given up the kit of before says that it is superseded, and that of now holds")
    func compromised() async throws {
        let certificate = try await here.certificate()
        let id = certificate.printedID
        try await Visitor.visiting { visitor in
            let before = Array(try await visitor.get("/verify/\(id).zip").body.readableBytesView)
            let keys = try await here.registrar.keys.list(by: .system)
            try await here.compromise(#require(keys.first { $0.kind == .rsa && $0.state == .active }).name)
            let did = FileManager.default.temporaryDirectory.appending(path: "did-\(UUID().uuidString).json").path
            defer { try? FileManager.default.removeItem(atPath: did) }
            // Another application's, whose ring was not read before.
            try await Visitor.visiting { fresh async throws in
                let document = try await fresh.get("/.well-known/did.json")
                try Data(document.body.readableBytesView).write(to: URL(filePath: did))
                let after = Array(try await fresh.get("/verify/\(id).zip").body.readableBytesView)
                let told = try await check(after, "--at", now(), "--did", did)
                #expect(told.code == 0, "\(told.said)")
            }
            #expect(try await check(before, "--at", now()).code == 0)
            let told = try await check(before, "--at", now(), "--did", did)
            #expect(told.code == 1 && told.said.contains("gave its key"), "\(told.said)")
        }
    }

    @Test("there is none for an ID that was never issued, nor once its holder was erased; it weighs as a file does")
    func refused() async throws {
        let (code, _) = try await here.grantedCohort()
        let id = try #require(try await here.issue(code).lines.first?.id)
        try await Visitor.visiting { visitor in
            #expect(try await visitor.get("/verify/MES-7K3M9-QRT2W-R.zip").status == 404)
            let client = visitor.from("203.0.113.9")
            for _ in 1...30 { #expect(try await client.get("/verify/MES-7K3M9-QRT2W-R.zip").status == 404) }
            #expect(try await client.get("/verify/MES-7K3M9-QRT2W-R.zip").status == 429)
            let key = try PersonKey(typed: "p0@\(code.lowercased()).example")
            let plan = try await here.registrar.people.planErasure(of: key, by: .system)
            _ = try await here.registrar.people.erase(key, hash: plan.hash, by: .system)
            #expect(try await visitor.get("/verify/\(id).zip").status == 410)
            #expect(try await visitor.get("/api/v1/certificates/\(id)").json["links"]?["kit"] == .null)
        }
    }
}
