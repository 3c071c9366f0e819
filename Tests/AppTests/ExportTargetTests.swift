import Domain
import Foundation
import Testing

@testable import App

/// Files of an export get their names when all are whole.
@Suite("Where an export goes")
struct ExportTargetTests {
    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "export-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func files(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test("two files appear together, under their names alone", arguments: [false, true])
    func together(replaces: Bool) throws {
        try withFolder { folder in
            let paths = ["a.csv", "b.csv"].map { folder.appending(path: $0).path }
            if replaces { try "old".write(toFile: paths[0], atomically: false, encoding: .utf8) }
            let targets = try paths.map { try ExportTarget(path: $0, replaces: replaces) }
            for target in targets { try target.write(Array("new".utf8)) }
            #expect(try files(in: folder).allSatisfy { $0.hasSuffix(".part") || replaces })
            try ExportTarget.finish(targets)
            #expect(try files(in: folder) == ["a.csv", "b.csv"])
            #expect(try paths.map(text) == ["new", "new"])
        }
    }

    @Test("where the second file cannot have its name, the first is as it was before", arguments: [false, true])
    func takenBack(replaces: Bool) throws {
        try withFolder { folder in
            let paths = ["a.csv", "b.csv"].map { folder.appending(path: $0).path }
            if replaces { try "old".write(toFile: paths[0], atomically: false, encoding: .utf8) }
            let targets = try paths.map { try ExportTarget(path: $0, replaces: replaces) }
            // A folder took the name meanwhile.
            try FileManager.default.createDirectory(atPath: paths[1], withIntermediateDirectories: false)
            #expect(throws: Refusal.self) { try ExportTarget.finish(targets) }
            for target in targets { target.discard() }
            #expect(try files(in: folder) == (replaces ? ["a.csv", "b.csv"] : ["b.csv"]))
            if replaces { #expect(try text(paths[0]) == "old") }
        }
    }
}
