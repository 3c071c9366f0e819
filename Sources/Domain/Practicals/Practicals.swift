import Foundation
import Postgres

/// Practical exams: their files, the candidates who take one, and what two raters, blind to each other, say of them.
package struct Practicals: Sendable {
    let store: Store
    let secrets: Secrets

    /// The sample that comes with the software, as files.
    package static var samples: [ProgramFile.Source] {
        get throws {
            let folder = Bundle.module.bundleURL.appending(path: "Samples/practicals", directoryHint: .isDirectory)
            return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .filter { $0.pathExtension == "yaml" }
                .sorted { $0.lastPathComponent < $1.lastPathComponent }
                .map { .init(name: $0.lastPathComponent, text: try String(contentsOf: $0, encoding: .utf8)) }
        }
    }

    /// The newest version of each practical exam.
    package func list(by actor: Actor) async throws -> [StoredPractical] {
        try actor.require(.examine)
        return try await store.read { try $0.practicals() }
    }

    /// - Throws: `practical-unknown`.
    package func show(code: String, by actor: Actor) async throws -> StoredPractical {
        try actor.require(.examine)
        let code = code.uppercased()
        return try await store.read { connection in
            guard let practical = try connection.practicals([code]).first else { throw Self.unknown(code) }
            return practical
        }
    }

    static func unknown(_ code: String) -> Refusal {
        .notFound(
            "practical-unknown",
            "There is no practical \(code); `registrar practical list` shows which there are."
        )
    }
}
