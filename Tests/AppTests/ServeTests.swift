import Domain
import Postgres
import Subprocess
import TestSupport
import Testing

@Suite("The service", .database, .timeLimit(.minutes(10)))
struct ServeTests {
    private let database = TestDatabase.current

    @Test("answers, sends mail, and ends well within ten seconds of SIGTERM")
    func serves() async throws {
        let code = try await database.openCohort()
        try await DataFolder.lend { folder in
            let ending = try await RunningService.lend(folder.binary(on: database)) { service in
                #expect(try await service.get("/readyz").status == 200)
                #expect(try await service.get("/api/v1/cohorts").body.contains(code))
                let figures = try await service.get("/metrics").body
                #expect(figures.contains("registrar_pool_open"))
                #expect(figures.contains("registrar_reservations_waiting 0.0\n"))
                _ = try await database.reserve(code, "ada@example.org")
                _ = try await service.line(with: "mail sent")
            }
            #expect(ending.status == .exited(0))
            #expect(ending.stopping < .seconds(10))
        }
        let jobs = try await database.registrar.jobs.list(by: .system)
        #expect(jobs.map(\.state) == [.done])
    }

    @Test("reserves and sends mail through PgBouncer in transaction mode, with prepared statements off")
    func throughPooler() async throws {
        let code = try await database.openCohort()
        let database = database
        try await PgBouncer.lend(to: database.name, as: "registrar_service") { url in
            try await DataFolder.lend { folder in
                let settings = ["REGISTRAR_PREPARED_STATEMENTS": "off", "REGISTRAR_LANES": "3"]
                let binary = folder.binary(service: url, owner: database.ownerURL, settings)
                let ending = try await RunningService.lend(binary) { service in
                    let (address, path) = (service.address, "/api/v1/cohorts/\(code)/reservations")
                    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                        for number in 1...40 {
                            let body = #"{"name": "Ada", "email": "ada\#(number)@example.org"}"#
                            group.addTask { try await address.post(path, json: body).status }
                        }
                        return try await group.reduce(into: []) { $0.append($1) }
                    }
                    #expect(statuses == Array(repeating: 201, count: 40))
                    #expect(try await service.get("/readyz").status == 200)
                    _ = try await service.line(with: "mail sent")
                }
                #expect(ending.status == .exited(0))
            }
        }
        let roster = try await database.registrar.cohorts.list(by: .system)
        #expect(roster.items.map(\.seatsTaken) == [10])
        #expect(try await database.brokenInvariants() == [])
    }

    @Test("refuses an older schema and a newer one, and says what to do")
    func schema() async throws {
        try await DataFolder.lend { folder in
            let binary = folder.binary(on: database)
            try await database.force("DELETE FROM schema_migration WHERE name = '0005_jobs_and_consent.sql'")
            let older = try await binary.run("serve", "--port", "0")
            #expect(older.code == 1)
            #expect(older.error.contains("registrar migrate"))
        }
        try await DataFolder.lend { folder in
            let binary = folder.binary(on: database)
            try await database.force(
                """
                INSERT INTO schema_migration (name, checksum, compatible)
                SELECT '0005_jobs_and_consent.sql', checksum, false
                FROM schema_migration
                LIMIT 1
                """
            )
            try await database.force(
                """
                INSERT INTO schema_migration (name, checksum, compatible)
                SELECT '9999_later.sql', checksum, false
                FROM schema_migration
                LIMIT 1
                """
            )
            let newer = try await binary.run("serve", "--port", "0")
            #expect(newer.code == 1)
            #expect(newer.error.contains("newer"))
        }
    }

    @Test("says 503 while the database is away, and still ends when asked")
    func away() async throws {
        try await DataFolder.lend { folder in
            let binary = folder.binary(service: "postgresql:///x?host=/nowhere", owner: "")
            let ending = try await RunningService.lend(binary) { service in
                let (ready, alive) = (try await service.get("/readyz"), try await service.get("/healthz"))
                #expect(ready.status == 503)
                #expect(alive.status == 200)
            }
            #expect(ending.status == .exited(0))
            #expect(ending.stopping < .seconds(10))
        }
    }

    @Test("two workers send each mail once")
    func workers() async throws {
        let code = try await database.openCohort()
        for number in 1...30 { _ = try await database.reserve(code, "ada\(number)@example.org") }
        try await DataFolder.lend { folder in
            // A worker that finds no mail has sent all it took, and what is left the other has.
            let binary = folder.binary(on: database, ["REGISTRAR_LOG": "debug"])
            async let first = RunningService.lend(binary, ["work"], until: "no mail to send") { _ in }
            async let second = RunningService.lend(binary, ["work"], until: "no mail to send") { _ in }
            _ = try await (first, second)
        }
        let jobs = try await database.registrar.jobs.list(by: .system)
        #expect(jobs.count == 30)
        #expect(jobs.allSatisfy { $0.state == .done && $0.attempts == 1 })
    }
}
