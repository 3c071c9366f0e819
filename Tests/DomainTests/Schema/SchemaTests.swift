import Foundation
import Postgres
import TestSupport
import Testing

@Suite("The schema", .database)
struct SchemaTests {
    let here = TestDatabase.current

    private static let file = URL(filePath: #filePath)
        .deletingLastPathComponent()
        .appending(path: "../../../sql/schema.sql")
        .standardized

    @Test("sql/schema.sql is the picture of what the migrations make; scripts/schema draws it again")
    func fresh() async throws {
        let version = try await here.owner.read { connection in
            try connection.one("SELECT current_setting('server_version_num')::integer / 10000", as: Int.self)
        }
        let picture = try Self.dump(here.ownerURL, version)
        if ProcessInfo.processInfo.environment["REGISTRAR_DRAW_SCHEMA"] != nil {
            try picture.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        let kept = try String(contentsOf: Self.file, encoding: .utf8)
        #expect(kept.hasPrefix("-- What sql/ makes, as PostgreSQL "))
        // Major versions of PostgreSQL draw the same schema a little differently.
        guard kept.hasPrefix(Self.title(version)) else { return }
        #expect(kept == picture, "Run scripts/schema, and look at what it changed.")
    }

    @Test("the private server's log tells of a failed constraint without its row, in which names and addresses are")
    func terse() async throws {
        let verbosity: String = try await here.owner.read {
            try $0.one("SELECT current_setting('log_error_verbosity')")
        }
        #expect(verbosity == "terse")
    }

    private static func title(_ version: Int) -> String {
        "-- What sql/ makes, as PostgreSQL \(version) tells it. Drawn by scripts/schema; never edited.\n"
    }

    /// The definitions without what pg_dump makes anew each time or says about itself.
    private static func dump(_ url: String, _ version: Int) throws -> String {
        let installed = "/usr/lib/postgresql/\(version)/bin/pg_dump"
        let process = Process()
        process.executableURL = URL(
            filePath: FileManager.default.fileExists(atPath: installed) ? installed : "/usr/bin/pg_dump"
        )
        process.arguments = ["--schema-only", "--no-owner", "--dbname", url]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Unexpected() }
        let unwanted = [
            "\\restrict", "\\unrestrict", "-- Dumped ", "-- PostgreSQL database dump", "SET ",
            "SELECT pg_catalog.set_config",
        ]
        var lines: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard !unwanted.contains(where: line.hasPrefix), line != "--" else { continue }
            if line.isEmpty, lines.last?.isEmpty ?? true { continue }
            lines.append(line.hasPrefix("-- Name: ") ? "-- \(line.dropFirst(9).prefix { $0 != ";" })" : line)
        }
        return title(version) + "\n" + lines.joined(separator: "\n").trimmingCharacters(in: .newlines) + "\n"
    }
}
