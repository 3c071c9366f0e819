import Postgres
import TestSupport
import Testing

@testable import Domain

/// The rules of separation, tried by hand as `registrar_service`: the database alone refuses each.
@Suite("Separation, from SQL", .database)
struct SeparationTests {
    let here = TestDatabase.current

    /// Ada passed a practical rated by maya and sam, was taught by the instructor and is proposed; Bo did not come. Maya and
    /// the instructor are deciders too.
    private func story() async throws -> (code: String, ada: EnrollmentID, bo: EnrollmentID) {
        let (code, claims) = try await here.practicalCohort(["Ada", "Bo"], noShows: 1)
        _ = try await here.member("maya", [.examiner, .decider])
        _ = try await here.staff(.decider)
        _ = try await here.member("kim", [.decider])
        _ = try await here.registrar.staff.changeRoles(
            login: "instructor",
            grant: [.decider],
            withdraw: [],
            by: .system
        )
        try await here.takePractical(claims[0])
        try await here.bringCard(claims[0])
        return (code, claims[0], claims[1])
    }

    private func refused(_ body: @escaping @Sendable (Connection) throws -> Void) async -> String? {
        await constraint { try await here.service.write(body) }
    }

    @Test(
        "a decision: by who taught, by who rated, through an owner who taught, by no decider, unproposed, twice, on a no-show"
    )
    func decisions() async throws {
        let (code, ada, bo) = try await story()
        #expect(await refused { try $0.insert("granted", ada, by: "decider") } == "decision_follows_a_proposal")
        #expect(await refused { try $0.insert("proposed", bo, by: "registrar") } == "only_who_attended_is_decided_on")
        try await here.decide(.proposed, code)
        for (login, owner, rule) in [
            ("instructor", nil, "decider_neither_taught_nor_examined"),
            ("maya", nil, "decider_neither_taught_nor_examined"),
            ("decider", "instructor", "decider_neither_taught_nor_examined"),
            ("registrar", nil, "decision_is_made_by_a_decider"),
            ("decider", "decider", "decision_operator_is_named_only_for_another"),
        ] as [(String, String?, String)] {
            #expect(await refused { try $0.insert("granted", ada, by: login, through: owner) } == rule, "\(login)")
        }
        try await here.decide(.granted, code)
        #expect(await refused { try $0.insert("granted", ada, by: "kim") } == "decision_follows_a_proposal")
        let unsaid = await refused {
            try $0.execute(
                """
                INSERT INTO decision (enrollment_id, kind, staff_id, basis)
                SELECT \(ada), 'denied', id, '{}' FROM staff WHERE login = 'kim'
                """
            )
        }
        #expect(unsaid == "decision_follows_a_proposal")
    }

    @Test("an override: agreed by oneself, by no decider, by who taught them too, agreed at once, agreed twice")
    func overrides() async throws {
        let (code, ada, _) = try await story()
        try await here.decide(.proposed, code)
        let ask: @Sendable (Connection, String, String?) throws -> Void = { connection, decider, agreed in
            let payload = try connection.keep(["reason": "By hand."])
            try connection.execute(
                """
                INSERT INTO decision_override (enrollment_id, decider_id, payload_id, digest, agreed_by, agreed_at)
                SELECT \(ada), staff.id, \(payload.id), \(payload.digest),
                    (SELECT id FROM staff WHERE login = \(agreed)),
                    (SELECT now() FROM staff WHERE login = \(agreed))
                FROM staff
                WHERE staff.login = \(decider)
                """
            )
        }
        let agree: @Sendable (Connection, String) throws -> Void = { connection, login in
            try connection.execute(
                """
                UPDATE decision_override
                SET agreed_by = staff.id, agreed_at = now()
                FROM staff
                WHERE staff.login = \(login)
                """
            )
        }
        #expect(await refused { try ask($0, "registrar", nil) } == "override_is_asked_for_first")
        #expect(await refused { try ask($0, "instructor", "decider") } == "override_is_asked_for_first")
        #expect(await refused { try ask($0, "instructor", nil) } == nil)
        #expect(await refused { try ask($0, "instructor", nil) } == "override_once")
        #expect(await refused { try agree($0, "registrar") } == "override_is_agreed_by_a_decider")
        #expect(await refused { try agree($0, "maya") } == "override_is_agreed_by_somebody_independent")
        #expect(
            await refused { try $0.insert("granted", ada, by: "instructor") } == "decider_neither_taught_nor_examined"
        )
        // The instructor cannot be the second person either: they taught, and they are the first.
        #expect(await refused { try agree($0, "instructor") } == "override_is_agreed_by_somebody_independent")
        #expect(await refused { try agree($0, "decider") } == nil)
        #expect(await refused { try agree($0, "kim") } == "override_is_agreed_once")
        #expect(
            await refused { try $0.insert("granted", ada, by: "instructor") } == "decider_neither_taught_nor_examined"
        )
    }

    @Test(
        "an appeal: decided by who denied, by who taught, by no decider, undecided yet, of what was not denied, too late"
    )
    func appeals() async throws {
        let (code, ada, _) = try await story()
        try await here.decide(.proposed, code)
        let say: @Sendable (Connection, String, String?) throws -> Void = { connection, kind, login in
            let payload = try connection.keep(["reason": "By hand."])
            try connection.execute(
                """
                INSERT INTO appeal_event (appeal_id, kind, staff_id, payload_id, digest)
                SELECT appeal.id, \(kind), (SELECT id FROM staff WHERE login = \(login)), \(payload.id), \(payload.digest)
                FROM appeal
                ORDER BY appeal.id DESC
                LIMIT 1
                """
            )
        }
        let open: @Sendable (Connection, String) throws -> Void = { connection, kind in
            try connection.execute(
                """
                INSERT INTO appeal (decision_id)
                SELECT id FROM decision WHERE enrollment_id = \(ada) AND kind = \(kind) ORDER BY id DESC LIMIT 1
                """
            )
        }
        #expect(
            await refused {
                try open($0, "proposed")
                try say($0, "filed", "registrar")
            } == "only_a_denial_is_appealed"
        )
        try await here.decide(.denied, code)
        #expect(await refused { try open($0, "denied") } == nil)
        #expect(await refused { try say($0, "upheld", "kim") } == "appeal_is_filed_first")
        #expect(await refused { try say($0, "filed", nil) } == nil)
        #expect(await refused { try say($0, "upheld", "decider") } == "another_decider_decides_an_appeal")
        #expect(await refused { try say($0, "dismissed", "instructor") } == "another_decider_decides_an_appeal")
        #expect(await refused { try say($0, "upheld", "maya") } == "another_decider_decides_an_appeal")
        #expect(await refused { try say($0, "upheld", "registrar") } == "appeal_is_decided_by_a_decider")
        #expect(await refused { try say($0, "dismissed", "kim") } == nil)
        #expect(await refused { try say($0, "upheld", "kim") } == "appeal_ends_once")
        #expect(await refused { try open($0, "denied") } == "appeal_once_per_decision")
        #expect(await refused { try $0.insert("proposed", ada, by: "registrar") } == "decision_follows_a_proposal")
    }

    @Test("a rating: twice, without a level, by no examiner, of what is decided; and nothing of history is changed")
    func ratings() async throws {
        let (_, ada, _) = try await story()
        let rate: @Sendable (Connection, [Int]) throws -> Void = { connection, levels in
            try connection.execute(
                """
                INSERT INTO rating (task_id, levels)
                SELECT id, \(levels) FROM rating_task ORDER BY id DESC LIMIT 1
                """
            )
        }
        #expect(await refused { try rate($0, Array(repeating: 2, count: 12)) } == "decided_practical_takes_no_rating")
        _ = ada
        for statement in ["UPDATE rating SET levels = '{}'", "DELETE FROM practical_score", "DELETE FROM decision"] {
            await #expect(throws: PostgresError.self) {
                _ = try await here.service.write { try $0.script(statement) }
            }
        }
        let (_, others) = try await here.completedCohort(["Cy"], program: "PRO")
        _ = try await here.schedulePractical(others[0])
        #expect(await refused { try rate($0, Array(repeating: 2, count: 11)) } == "rating_rates_every_criterion")
        #expect(await refused { try rate($0, Array(repeating: 4, count: 12)) } == "rating_rates_every_criterion")
        #expect(
            await refused {
                try $0.execute(
                    """
                    INSERT INTO rating_task (attempt_id, rater_id, on_day, staff_id)
                    SELECT max(practical_attempt.id), max(staff.id), current_date, max(staff.id)
                    FROM practical_attempt
                    CROSS JOIN staff
                    WHERE staff.login = 'registrar'
                    """
                )
            } == "only_examiners_rate"
        )
        // Sam typed by maya: one person would give both.
        #expect(await refused { try rate($0, Array(repeating: 2, count: 12)) } == nil)
        #expect(await refused { try rate($0, Array(repeating: 2, count: 12)) } == "rating_pkey")
        #expect(
            await refused {
                try $0.execute(
                    """
                    INSERT INTO rating (task_id, levels, operator_id)
                    SELECT other.id, \(Array(repeating: 2, count: 12)), task.rater_id
                    FROM rating_task AS task
                    JOIN rating ON rating.task_id = task.id
                    JOIN rating_task AS other ON other.attempt_id = task.attempt_id AND other.id <> task.id
                    ORDER BY task.id DESC
                    LIMIT 1
                    """
                )
            } == "raters_are_different_persons"
        )
    }
}
