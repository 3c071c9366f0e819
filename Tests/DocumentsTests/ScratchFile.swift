import Foundation
import Subprocess
import Testing

/// A file for others to read, gone after the test.
final class ScratchFile {
    let path: String

    init(_ octets: [UInt8], named name: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "documents-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appending(path: name).path
        try Data(octets).write(to: URL(filePath: path))
    }

    deinit {
        try? FileManager.default.removeItem(at: URL(filePath: path).deletingLastPathComponent())
    }

    /// What a tool prints when the file is its argument.
    func told(by tool: String, _ before: [String] = [], after: [String] = []) async throws -> String {
        let result = try await run(
            .name(tool),
            arguments: Arguments(before + [path] + after),
            output: .string(limit: 16 << 20),
            error: .string(limit: 1 << 20)
        )
        try #require(result.terminationStatus.isSuccess, "\(tool): \(result.standardError)")
        return result.standardOutput
    }

    /// The octets of an attached file, as poppler takes it out.
    func detached(_ number: Int) async throws -> [UInt8] {
        let target = path + ".\(number)"
        _ = try await told(by: "pdfdetach", ["-save", "\(number)", "-o", target])
        return Array(try Data(contentsOf: URL(filePath: target)))
    }
}

extension String {
    /// Without the marks by which a tool shows the direction of what it read.
    var withoutDirections: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.filter { !(0x202A...0x202E).contains($0.value) && !(0x200E...0x200F).contains($0.value) }
            )
        )
    }
}
