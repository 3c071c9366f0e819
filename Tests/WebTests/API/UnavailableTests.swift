import Credentials
import Domain
import HTTPTypes
import Postgres
import TestSupport
import Testing

@testable import Web

/// What only time can mend: each says so and when to try again, leaves nothing half-written, and mends by itself.
@Suite("While it cannot answer, the service says 503", .database, .timeLimit(.minutes(10)))
struct UnavailableTests {
    private var database: TestDatabase { .current }

    @Test("while nobody can reach the database, every page and every answer")
    func nowhere() async throws {
        // Nobody listens on port 1.
        try await visiting("postgresql://127.0.0.1:1/registrar", patience: .milliseconds(100)) { visitor in
            for heard in try await [
                visitor.reserve("MES-1", "ada@example.org"), visitor.get("/api/v1/cohorts"), visitor.get("/"),
                visitor.get("/cohorts/MES-1"),
                visitor.post("/cohorts/MES-1", form: ["name": "Ada", "email": "a@b.org"]),
            ] {
                #expect(heard.status == 503)
                #expect(heard.headers[.retryAfter] == "2")
            }
            #expect(try await visitor.get("/healthz").status == 200)
        }
    }

    @Test("when the database goes away in the middle, and answers again by itself")
    func away() async throws {
        let cohort = try await database.openCohort()
        try await visiting(database.serviceURL) { visitor in
            #expect(try await visitor.reserve(cohort, "ada@example.org", key: "first").status == 201)
            try await database.shutDoor()
            try await expectUnavailable(visitor.reserve(cohort, "eve@example.org", key: "second"))
            try await expectUnavailable(visitor.get("/api/v1/cohorts"))
            try await database.openDoor()
            #expect(try await visitor.reserve(cohort, "eve@example.org", key: "second").status == 201)
            #expect(try await visitor.reserve(cohort, "ada@example.org", key: "first").status == 200)
        }
        #expect(try await database.rows() == Rows(people: 2, enrollments: 2, events: 2, keys: 2, jobs: 2))
        #expect(try await database.brokenInvariants() == [])
    }

    @Test("when somebody else holds the cohort's lock for too long")
    func lockTimeout() async throws {
        let cohort = try await database.openCohort()
        try await visiting(database.serviceURL + "&options=-c%20lock_timeout%3D50ms") { visitor in
            try await database.holding(cohort) { _ in
                try await expectUnavailable(visitor.reserve(cohort, "ada@example.org", key: "first"))
                let page = try await visitor.post("/cohorts/\(cohort)", form: ["name": "Ada", "email": "a@b.org"])
                #expect(page.status == 503)
                #expect(page.headers[.retryAfter] == "2")
            }
            #expect(try await database.rows() == Rows())
            #expect(try await visitor.reserve(cohort, "ada@example.org", key: "first").status == 201)
        }
    }

    @Test("when the disk is full")
    func fullDisk() async throws {
        let cohort = try await database.openCohort()
        try await database.fillDisk(at: "job")
        try await Visitor.visiting { visitor in
            try await expectUnavailable(visitor.reserve(cohort, "ada@example.org", key: "first"))
            #expect(try await database.rows() == Rows())
            try await database.freeDisk(at: "job")
            let seat = try await visitor.reserve(cohort, "ada@example.org", key: "first")
            #expect(seat.status == 201)
            try await database.fillDisk(at: "enrollment_event")
            let link = try database.acting(seat)
            try await expectUnavailable(visitor.post("/api/v1/reservations/\(link)/confirm", json: "{}"))
            try await database.freeDisk(at: "enrollment_event")
            #expect(try await visitor.get("/api/v1/reservations/\(link)").json["state"] == "held")
        }
        #expect(try await database.rows() == Rows(people: 1, enrollments: 1, events: 1, keys: 1, jobs: 1))
    }

    @Test("when a lane is full; whoever stands in it gets an answer that holds")
    func fullLane() async throws {
        let cohort = try await database.openCohort()
        // More than wait, beside those in flight.
        let crowd = 4096 + 256 + 8
        let statuses = try await Visitor.visiting { visitor in
            try await database.holding(cohort) { letGo in
                try await withThrowingTaskGroup(of: Heard.self) { group in
                    for number in 1...crowd {
                        group.addTask { try await visitor.reserve(cohort, "p\(number)@example.org") }
                    }
                    var statuses: [Int] = []
                    for try await heard in group {
                        if heard.status == 503 { expectUnavailable(heard) }
                        statuses.append(heard.status)
                        letGo()
                    }
                    return statuses
                }
            }
        }
        #expect(statuses.first == 503)
        #expect(Set(statuses) == [201, 503])
        let entered = statuses.count { $0 == 201 }
        #expect(entered > 4096)
        #expect(try await database.rows().enrollments == entered)
        #expect(try await database.brokenInvariants() == [])
    }

    /// Lets a visitor at an application on a database of its own.
    private func visiting(
        _ url: String,
        patience: Duration = .seconds(60),
        _ body: @Sendable (Visitor) async throws -> Void
    ) async throws {
        let opened = Database(DatabaseConfiguration(url: url, leaseTimeout: patience), logger: .silent)
        let registrar = Registrar(
            database: opened,
            secrets: TestDatabase.secrets,
            keys: KeyFolder(path: ""),
            logger: .silent
        )
        do {
            try await Visitor.visiting(registrar: registrar, body)
        } catch {
            await opened.close()
            throw error
        }
        await opened.close()
    }

    private func expectUnavailable(_ heard: Heard, at place: SourceLocation = #_sourceLocation) {
        #expect(heard.status == 503, sourceLocation: place)
        #expect(heard.headers[.contentType] == "application/problem+json", sourceLocation: place)
        #expect(heard.headers[.retryAfter] == "2", sourceLocation: place)
        #expect(heard.code == "unavailable", sourceLocation: place)
    }
}
