package import Foundation
import Postgres

/// Reads the programs as they stand: the newest version of each.
package struct Programs: Sendable {
    let store: Store

    /// The sample programs that come with the software, as files.
    package static var samples: [(file: String, text: String)] {
        get throws {
            let folder = Bundle.module.bundleURL.appending(path: "Samples", directoryHint: .isDirectory)
            return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .filter { $0.pathExtension == "yaml" }
                .sorted { $0.lastPathComponent < $1.lastPathComponent }
                .map { (file: $0.lastPathComponent, text: try String(contentsOf: $0, encoding: .utf8)) }
        }
    }

    package func list(by actor: Actor) async throws -> [ProgramSummary] {
        try actor.require(.runCohorts)
        return try await store.read { connection in
            try connection.all("\(ProgramSummary.query) ORDER BY program.code")
        }
    }

    /// - Throws: `Refusal` of kind not found.
    package func show(code: String, by actor: Actor) async throws -> ProgramDetail {
        try actor.require(.runCohorts)
        let code = code.uppercased()
        return try await store.read { connection in
            let summary = try connection.first(
                "\(ProgramSummary.query) WHERE program.code = \(code)",
                as: ProgramSummary.self
            )
            guard let summary, let stored = try connection.storedPrograms([code])[code] else {
                throw Refusal.notFound(
                    "program-unknown",
                    "There is no program \(code). `registrar program list` shows which there are."
                )
            }
            return ProgramDetail(summary: summary, program: stored.program)
        }
    }
}

extension Programs {
    /// A version that certificates may speak of, as anyone may read it: one that never changes any more.
    ///
    /// - Throws: `program-unknown`.
    package func published(code: String, version: Int) async throws -> ProgramFile {
        let code = code.uppercased()
        let stored = try await store.read { try $0.storedPrograms([code], version: version)[code] }
        guard let stored, stored.isFrozen else {
            throw Refusal.notFound("program-unknown", "No certificates are issued for \(code) in version \(version).")
        }
        return stored.program
    }
}

/// One line about a program: its newest version.
package struct ProgramSummary: Codable, Sendable {
    package let code: String
    package let name: String
    package let isSample: Bool
    package let versionNumber: Int
    package let grants: ProgramVersion.Grants
    package let termMonths: Int?
    /// When a cohort first opened under the version; from then on it never changes.
    package let frozenAt: Date?
    /// Cohorts of all versions.
    package let cohorts: Int

    static let query: SQL = """
        SELECT
            program.code, version.name, program.is_sample, version.number AS version_number, version.grants,
            version.term_months, version.frozen_at,
            (
                SELECT count(*)
                FROM cohort
                JOIN program_version ON program_version.id = cohort.program_version_id
                WHERE program_version.program_id = program.id
            ) AS cohorts
        FROM program
        JOIN LATERAL (
            SELECT program_version.*
            FROM program_version
            WHERE program_version.program_id = program.id
            ORDER BY program_version.number DESC
            LIMIT 1
        ) AS version ON true
        """
}

/// A program's newest version with all its modules and requirements.
package struct ProgramDetail: Codable, Sendable {
    package let summary: ProgramSummary
    package let program: ProgramFile
}
