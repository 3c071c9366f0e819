package import Domain
import Foundation
package import Postgres

extension TestDatabase {
    /// The program PRO, which decides on evidence: a workshop, a card that expires, and the sample's practical.
    package func practicalProgram() async throws {
        if try await registrar.programs.list(by: .system).isEmpty { try await furnish() }
        _ = try await owner.write { connection in
            try connection.script(
                """
                INSERT INTO program (code) VALUES ('PRO');
                INSERT INTO program_version (program_id, number, name, summary, grants, term_months, digest)
                SELECT id, 1, 'Practical Professional', 'Shown in practice.', 'certification', 24, sha256('')
                FROM program
                WHERE code = 'PRO';
                INSERT INTO module (program_version_id, position, code, name)
                SELECT version.id, module.position, module.code, module.name
                FROM program_version AS version
                JOIN program ON program.id = version.program_id AND program.code = 'PRO'
                CROSS JOIN (VALUES (1, 'workshop', 'Workshop'), (2, 'exam', 'Exam')) AS module (position, code, name);
                INSERT INTO requirement (program_version_id, module_id, position, code, kind, name, detail)
                SELECT module.program_version_id, module.id, asked.position, asked.code, asked.kind, asked.name,
                    asked.detail::jsonb
                FROM (
                    VALUES
                        ('workshop', 1, 'workshop-attendance', 'workshop_attendance', 'Both days', NULL),
                        ('workshop', 2, 'cpr-card', 'document', 'CPR card', '{"expires": true}'),
                        ('exam', 1, 'practical-exam', 'practical_exam', 'Practical', '{"practical": "MES-PRACTICAL"}')
                ) AS asked (module, position, code, kind, name, detail)
                JOIN module ON module.code = asked.module
                JOIN program_version ON program_version.id = module.program_version_id
                JOIN program ON program.id = program_version.program_id AND program.code = 'PRO';
                UPDATE program_version
                SET digest = program_version_digest(program_version.id)
                FROM program
                WHERE program.id = program_version.program_id AND program.code = 'PRO';
                """
            )
        }
        let plan = try await registrar.practicals.plan(Practicals.samples, by: .system)
        _ = try await registrar.practicals.apply(Practicals.samples, hash: plan.hash, by: .system)
    }

    /// A completed cohort of PRO: who came, and the claims.
    package func practicalCohort(
        _ names: [String] = ["Ada Lovelace"],
        noShows: Int = 0
    ) async throws -> (code: String, claims: [EnrollmentID]) {
        try await practicalProgram()
        return try await completedCohort(names, noShows: noShows, program: "PRO")
    }

    /// Somebody of this login who holds these roles.
    package func member(_ login: String, _ roles: Set<StaffMember.Role> = [.examiner]) async throws -> Actor {
        if let member = try await registrar.staff.member(login: login) { return .staff(member) }
        return .staff(
            try await registrar.staff.add(
                login: login,
                name: login.capitalized,
                email: "\(login)@institute.example",
                roles: roles,
                by: .system
            )
        )
    }

    /// Today in New York, by the product's clock.
    package func today() async throws -> CalendarDate {
        try await service.read { try $0.one("SELECT (registrar_clock() AT TIME ZONE 'America/New_York')::date") }
    }

    /// Enters a candidate for today, with two raters of these logins.
    package func schedulePractical(
        _ claim: EnrollmentID,
        raters: [String] = ["maya", "sam"]
    ) async throws -> PracticalStanding {
        for rater in raters { _ = try await member(rater) }
        let office = try await staff(.registrar)
        let standing = try await registrar.practicals.schedule(claim, on: today(), by: office)
        return try await registrar.practicals.assign(raters, to: standing.candidate, by: office)
    }

    /// The same level at every criterion of the sample, but for those given.
    package func levels(_ level: Int, _ others: [String: Int] = [:]) throws -> RatingDraft {
        let practical = try PracticalFile.read(Practicals.samples)[0]
        var levels = Dictionary(uniqueKeysWithValues: practical.criteria.map { ($0.code, "\(level)") })
        for (code, other) in others { levels[code] = "\(other)" }
        return RatingDraft(levels: levels)
    }

    /// Passes or fails a candidate's practical by two raters who agree.
    @discardableResult
    package func takePractical(_ claim: EnrollmentID, level: Int = 2) async throws -> PracticalStanding {
        let standing = try await schedulePractical(claim)
        for rater in ["maya", "sam"] {
            try await registrar.practicals.rate(standing.candidate, levels(level), by: member(rater))
        }
        return standing
    }

    /// Takes a candidate's card in; it holds so many days from today.
    package func bringCard(_ claim: EnrollmentID, days: Int = 365) async throws {
        _ = try await staff(.registrar)
        try await force(
            """
            INSERT INTO progress_event (enrollment_id, requirement_id, kind, valid_until, staff_id)
            SELECT \(claim), requirement.id, 'completed', \(CalendarDate(daysSince1970: try await today().daysSince1970 + days)),
                staff.id
            FROM enrollment
            JOIN cohort ON cohort.id = enrollment.cohort_id
            JOIN requirement ON requirement.program_version_id = cohort.program_version_id
            JOIN staff ON staff.login = 'registrar'
            WHERE enrollment.id = \(claim) AND requirement.code = 'cpr-card'
            """
        )
    }

    /// Waives whatever else the program asks of these candidates, so that a story may begin with the decision.
    func meetEverything(_ claims: [EnrollmentID]) async throws {
        _ = try await staff(.registrar)
        try await force(
            """
            WITH unmet AS (
                SELECT enrollment.id AS claim, standing.requirement_id, row_number() OVER ()::text AS number
                FROM enrollment
                JOIN cohort ON cohort.id = enrollment.cohort_id
                CROSS JOIN LATERAL requirement_states(enrollment.id) AS standing
                WHERE enrollment.id = ANY(\(claims))
                    AND enrollment.state = 'attended'
                    AND decides_on_evidence(cohort.program_version_id)
                    AND standing.state NOT IN ('complete', 'waived')
            ),
            reason AS (
                INSERT INTO payload (salt, body)
                SELECT decode(md5(number), 'hex'), jsonb_build_object('reason', 'Met elsewhere.', 'number', number)
                FROM unmet
                RETURNING id, payload_digest(salt, body) AS digest, body ->> 'number' AS number
            )
            INSERT INTO progress_event (enrollment_id, requirement_id, kind, staff_id, payload_id, digest)
            SELECT unmet.claim, unmet.requirement_id, 'waived', staff.id, reason.id, reason.digest
            FROM unmet
            JOIN reason ON reason.number = unmet.number
            JOIN staff ON staff.login = 'registrar'
            """
        )
    }
}
