import Foundation

/// The database's definition as files: numbered migrations, and repeatable views and functions.
package enum Schema {
    package struct File: Sendable {
        package let name: String
        package let text: String
    }

    /// Numbered files, applied once each and never changed afterwards.
    package static var migrations: [File] { get throws { try files(in: "migrations") } }

    /// Views and functions, applied again whenever their text changes.
    package static var repeatable: [File] { get throws { try files(in: "repeatable") } }

    private static func files(in folder: String) throws -> [File] {
        let directory = Bundle.module.bundleURL.appending(path: folder, directoryHint: .isDirectory)
        return try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "sql" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .map { File(name: $0.lastPathComponent, text: try String(contentsOf: $0, encoding: .utf8)) }
    }
}
