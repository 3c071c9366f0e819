import Domain
import Foundation
import Subprocess
import TestSupport
import Testing

/// The rules of separation as psql meets them under the service's own login: each forbidden statement, and the error it gets.
///
/// With REGISTRAR_LISTING=FILE in the environment the session is written down there.
@Suite("Separation, from psql", .database, .timeLimit(.minutes(10)))
struct SeparationTests {
    private let database = TestDatabase.current

    private func psql(_ statement: String) async throws -> String {
        let result = try await Subprocess.run(
            .name("psql"),
            arguments: ["--no-psqlrc", "--quiet", "-v", "VERBOSITY=verbose", database.serviceURL, "-c", statement],
            output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16)
        )
        return (result.standardOutput + result.standardError).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func decision(_ kind: String, _ claim: EnrollmentID, _ staff: String, through: String? = nil) -> String {
        """
        INSERT INTO decision (enrollment_id, kind, staff_id, operator_id, basis, payload_id, digest)
        SELECT \(claim), '\(kind)', id, \(through.map { "(SELECT id FROM staff WHERE login = '\($0)')" } ?? "NULL"), '{}', 1, sha256('')
        FROM staff WHERE login = '\(staff)'
        """
    }

    private func appeal(_ kind: String, _ staff: String) -> String {
        """
        INSERT INTO appeal_event (appeal_id, kind, staff_id, payload_id, digest)
        SELECT appeal.id, '\(kind)', staff.id, 1, sha256('') FROM appeal, staff WHERE staff.login = '\(staff)'
        """
    }

    private func override(_ decider: String, agreed: String? = nil) -> String {
        guard let agreed else {
            return """
                INSERT INTO decision_override (enrollment_id, decider_id, payload_id, digest)
                SELECT enrollment_id, staff.id, 1, sha256('') FROM staff, practical_attempt WHERE login = '\(decider)' LIMIT 1
                """
        }
        return """
            UPDATE decision_override SET agreed_by = (SELECT id FROM staff WHERE login = '\(agreed)'), agreed_at = now()
            WHERE decider_id = (SELECT id FROM staff WHERE login = '\(decider)')
            """
    }

    /// What is tried: in words, as a statement, and what its error says.
    private struct Trial {
        let words: String
        let statement: String
        let error: String

        init(_ words: String, _ statement: String, _ error: String) {
            (self.words, self.statement, self.error) = (words, statement, error)
        }
    }

    @Test("each forbidden statement is refused by the database alone, and says why")
    func listing() async throws {
        let (code, claims) = try await database.practicalCohort(["Ada", "Bo"], noShows: 1)
        let (ada, bo) = (claims[0], claims[1])
        _ = try await database.member("maya", [.examiner, .decider])
        for login in ["decider", "kim", "lee"] { _ = try await database.member(login, [.decider]) }
        _ = try await database.registrar.staff.changeRoles(
            login: "instructor",
            grant: [.decider],
            withdraw: [],
            by: .system
        )
        try await database.takePractical(ada)
        var told: [String] = []
        func attempt(_ trials: Trial...) async throws {
            for trial in trials {
                let answer = try await psql(trial.statement)
                #expect(answer.contains("ERROR") && answer.contains(trial.error), "\(trial.words): \(answer)")
                told.append("-- \(trial.words)\nregistrar_service=> \(trial.statement);\n\(answer)\n")
            }
        }
        let taught = "whoever taught or examined somebody does not decide on them"
        try await attempt(
            Trial(
                "a grant without a proposal",
                decision("granted", ada, "decider"),
                "does not go from none to granted"
            ),
            Trial("a proposal of a no-show", decision("proposed", bo, "registrar"), "is no_show, not attended")
        )
        try await database.decide(.proposed, code)
        try await attempt(
            Trial("the decider taught", decision("granted", ada, "instructor"), taught),
            Trial("the decider rated", decision("granted", ada, "maya"), taught),
            Trial("through an owner who taught", decision("granted", ada, "decider", through: "instructor"), taught),
            Trial("by no decider", decision("denied", ada, "registrar"), "is no decider"),
            Trial("a grant while the card is missing", decision("granted", ada, "decider"), "cpr-card is incomplete"),
            Trial("an override asked for by no decider", override("registrar"), "asked for by a decider")
        )
        #expect(try await psql(override("maya")) == "")
        try await attempt(
            Trial(
                "agreed by the same person",
                override("maya", agreed: "maya"),
                "taught or examined somebody does not agree"
            ),
            Trial("agreed by somebody who taught", override("maya", agreed: "instructor"), "does not agree"),
            Trial("agreed by a non-decider", override("maya", agreed: "registrar"), "is no decider"),
            Trial("decided by before it is agreed", decision("denied", ada, "maya"), taught)
        )
        try await database.bringCard(ada)
        try await database.decide(.denied, code)
        try await attempt(Trial("a second word", decision("granted", ada, "kim"), "does not go from denied to granted"))
        _ = try await database.registrar.decisions.fileAppeal(of: ada, words: "x", by: database.staff(.registrar))
        try await attempt(
            Trial("an appeal decided by who denied", appeal("upheld", "decider"), "another decider"),
            Trial("an appeal decided by who rated", appeal("dismissed", "maya"), "another decider"),
            Trial("an appeal decided by no decider", appeal("upheld", "registrar"), "is no decider"),
            Trial(
                "a second rating",
                "INSERT INTO rating (task_id, levels) SELECT task_id, levels FROM rating LIMIT 1",
                "is decided"
            ),
            Trial("changing a rating", "UPDATE rating SET levels = '{}'", "permission denied"),
            Trial("deleting a score", "DELETE FROM practical_score", "permission denied"),
            Trial("changing a decision", "UPDATE decision SET kind = 'granted'", "permission denied"),
            Trial("reading keys", "SELECT * FROM item_key", "permission denied")
        )
        let (_, others) = try await database.completedCohort(["Cy"], program: "PRO")
        _ = try await database.schedulePractical(others[0])
        try await attempt(
            Trial(
                "a rating with a missing level",
                "INSERT INTO rating (task_id, levels) SELECT max(id), '{1,1,1,1,1,1,1,1,1,1,1}' FROM rating_task",
                "gives each criterion one of its levels"
            ),
            Trial(
                "a rater who is no examiner",
                """
                INSERT INTO rating_task (attempt_id, rater_id, on_day, staff_id)
                SELECT max(attempt_id), max(staff.id), current_date, max(staff.id) FROM rating_task, staff
                WHERE login = 'registrar'
                """,
                "is no examiner"
            )
        )
        guard let file = ProcessInfo.processInfo.environment["REGISTRAR_LISTING"] else { return }
        try told.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
    }
}
