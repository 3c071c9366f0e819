import Domain
import Postgres
import TestSupport
import Testing

@Suite("Who is independent of a candidate", .database)
struct IndependenceTests {
    let here = TestDatabase.current

    private func isDependent(_ login: String, _ claim: EnrollmentID) async throws -> Bool {
        try await here.service.read { connection in
            try connection.one(
                """
                SELECT has_taught(staff.id, enrollment.person_id)
                FROM staff, enrollment
                WHERE staff.login = \(login) AND enrollment.id = \(claim)
                """
            )
        }
    }

    @Test("a second account of the same human is as dependent as the first, and nobody decides on themselves")
    func accounts() async throws {
        let (code, claims) = try await here.completedCohort(["Ada", "Bo"])
        for (login, email) in [
            ("instructor2", "Instructor@institute.example"), ("ada", "p0@\(code.lowercased()).example"),
            ("stranger", "stranger@institute.example"),
        ] {
            _ = try await here.registrar.staff.add(
                login: login,
                name: login,
                email: email,
                roles: [.decider],
                by: .system
            )
        }
        let taught = try await here.service.read { connection in
            try connection.one("SELECT email FROM staff WHERE login = 'instructor'", as: String.self)
        }
        try await here.force("UPDATE staff SET email = upper(\(taught)) WHERE login = 'instructor2'")
        #expect(try await isDependent("instructor", claims[0]))
        #expect(try await isDependent("instructor2", claims[0]))
        #expect(try await isDependent("ada", claims[0]))
        #expect(try await !isDependent("ada", claims[1]))
        #expect(try await !isDependent("stranger", claims[0]))
    }

    @Test("whoever taught a person before two of theirs were merged taught them still")
    func merged() async throws {
        let (_, claims) = try await here.completedCohort(["Ada", "Bo"])
        try await here.force("UPDATE enrollment SET state = 'no_show' WHERE id = \(claims[1])")
        #expect(try await !isDependent("instructor", claims[1]))
        try await here.force(
            """
            UPDATE person
            SET merged_into = (SELECT person_id FROM enrollment WHERE id = \(claims[1]))
            WHERE id = (SELECT person_id FROM enrollment WHERE id = \(claims[0]))
            """
        )
        #expect(try await isDependent("instructor", claims[1]))
    }
}
