import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Web

/// Item security: what an item says is on the page of the sitting, in one table, and nowhere else.
@Suite("Items stay secret", .database)
struct ItemCanaryTests {
    private static let canary = "kanarienvogel"
    private var here: TestDatabase { .current }

    /// Everything that a story said, wherever it said it.
    private final class Told: Sendable {
        private let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
        var leaks: [String] { all.filter { $0.lowercased().contains(ItemCanaryTests.canary) } }
    }

    private struct Listener: LogHandler {
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace
        let told: Told

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { told.add("\(event.message) \(event.metadata.map { "\($0)" } ?? "")") }
    }

    /// Tables in which the word lies, as text or as octets.
    private func tables() async throws -> [String] {
        let word = Self.canary
        return try await here.owner.read { connection in
            let tables: [String] = try connection.all(
                """
                SELECT relname::text
                FROM pg_class
                WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                ORDER BY relname
                """
            )
            return try tables.filter { table in
                try connection.one(
                    """
                    SELECT EXISTS (
                        SELECT
                        FROM \(identifier: table) AS held
                        WHERE position(\(word) IN lower(held::text)) > 0
                            OR position(encode(convert_to(\(word), 'UTF8'), 'hex') IN held::text) > 0
                    )
                    """
                )
            }
        }
    }

    /// Does something that is refused, and keeps what was said of it.
    private func refused(_ told: Told, _ act: () async throws -> Void) async {
        do {
            try await act()
            Issue.record("nothing was refused")
        } catch {
            told.add("\(error)")
            if let refusal = error as? Refusal {
                told.add(refusal.message)
                told.add(refusal.problems.map { "\($0.field) \($0.message)" }.joined(separator: "\n"))
            }
        }
    }

    @Test("through imports, sittings, paper, failures, plans, audit, jobs and logs: the words are on their page alone")
    func everywhere() async throws {
        let told = Told()
        let logger = Logger(label: "canary") { _ in Listener(told: told) }
        let database = Database(DatabaseConfiguration(url: here.serviceURL, poolSize: 4), logger: logger)
        let keys = KeyFolder(path: FileManager.default.temporaryDirectory.appending(path: here.name).path)
        let registrar = Registrar(database: database, secrets: TestDatabase.secrets, keys: keys, logger: logger)
        do {
            try await story(registrar, told, logger)
            await database.close()
        } catch {
            await database.close()
            throw error
        }
        #expect(told.leaks == [])
        #expect(told.all.count > 20)
        #expect(try await tables() == ["item_text"])
    }

    private func story(_ registrar: Registrar, _ told: Told, _ logger: Logger) async throws {
        let here = here
        let examiner = try await here.staff(.examiner)
        let text = TestDatabase.exam(word: Self.canary)
        let files = [ExamFile.Source(name: "exam.yaml", text: text)]
        // 1. Imports that fail: of the file, of the plan, of the disk.
        for (part, other) in [
            ("key: A", "key: \(Self.canary)"), ("key: A", "key: A\n    \(Self.canary): \(Self.canary)"),
            ("stem: Stem 1", "stem: {\(Self.canary): Stem 1}\n    stem: Stem 1"),
            ("area: Odd", "\tarea: \(Self.canary)"),
            ("A: first", "A: *\(Self.canary)"), ("pretest", "pretest: \(Self.canary)"),
            ("minutes: 30", "minutes: \(Self.canary)"),
        ] where text.contains(part) {
            let broken = [
                ExamFile.Source(name: "exam.yaml", text: text.replacing(part, with: other, maxReplacements: 1))
            ]
            await refused(told) { _ = try await registrar.exams.plan(broken, by: examiner) }
        }
        let plan = try await registrar.exams.plan(files, by: examiner)
        try await here.fillDisk(at: "item_text")
        await refused(told) { _ = try await registrar.exams.apply(files, hash: plan.plan.hash, by: examiner) }
        try await here.freeDisk(at: "item_text")
        _ = try await registrar.exams.apply(files, hash: plan.plan.hash, by: examiner)
        await refused(told) { _ = try await registrar.exams.apply(files, hash: plan.plan.hash, by: examiner) }
        told.add("\(plan.plan.outcomes) \(plan.hints)")
        // 2. A sitting with its failures, and one on paper.
        let people = try await here.examinees(["Ada", "Bo"])
        try await sitting(registrar, told, logger, people[0])
        let bo = try await registrar.attempts.entrance(link: people[1].link, requirement: TestDatabase.requirement)
        try await paper(registrar, told, bo.candidate, by: examiner)
        // 3. What is shown and told of it afterwards.
        told.add("\(try await registrar.exams.show(code: "MINI", by: examiner))")
        told.add("\(try await registrar.exams.list(by: examiner))")
        told.add("\(try await registrar.audit.tail(by: .system))")
        told.add("\(try await registrar.jobs.list(by: .system))")
        _ = try await registrar.subscribers.export(profile: .spreadsheet, by: .system) {
            told.add(String(decoding: $0, as: UTF8.self))
        }
        told.add("\(try await registrar.doctor.examine(by: .system))")
    }

    private func sitting(_ registrar: Registrar, _ told: Told, _ logger: Logger, _ ada: Examinee) async throws {
        let door = "/progress/\(ada.link)/exam/\(TestDatabase.requirement)"
        let here = here
        let application = try buildApplication(registrar: registrar, settings: .behindLocalProxies, logger: logger)
        try await application.test(.router) { client in
            let visitor = Visitor(client: client)
            func ask(_ heard: Heard) { told.add("\(heard.headers) \(heard.text)") }
            ask(try await visitor.get(door))
            ask(try await visitor.post(door))
            let page = try await visitor.get("\(door)/questions/1")
            #expect(page.text.components(separatedBy: Self.canary).count == 6)
            #expect(page.headers[.cacheControl] == "no-store")
            let attempt = try await registrar.attempts.begin(link: ada.link, requirement: TestDatabase.requirement)
            for answer in ["A", "Z", Self.canary.uppercased().prefix(3).description] {
                let form: KeyValuePairs = ["attempt": "\(attempt.id)", "seen": "0", "answer": answer, "go": "end"]
                ask(try await visitor.post("\(door)/questions/1", form: form))
            }
            try await here.fillDisk(at: "answer")
            ask(try await visitor.post("\(door)/questions/2", form: ["attempt": "\(attempt.id)", "answer": "A"]))
            try await here.freeDisk(at: "answer")
            try await here.force("ALTER FUNCTION sitting_text RENAME TO elsewhere")
            let broken = try await visitor.get("\(door)/questions/1")
            #expect(broken.status == 500)
            ask(broken)
            try await here.force("ALTER FUNCTION elsewhere RENAME TO sitting_text")
            ask(try await visitor.get("\(door)/end"))
            ask(try await visitor.post("\(door)/end"))
            ask(try await visitor.get(door))
            ask(try await visitor.get("/metrics"))
        }
    }

    private func paper(_ registrar: Registrar, _ told: Told, _ candidate: CandidateNumber, by examiner: Actor)
        async throws
    {
        let today: CalendarDate = try await here.service.read {
            try $0.one("SELECT (registrar_clock() AT TIME ZONE 'America/New_York')::date")
        }
        func request(_ cell: String) -> PaperRequest {
            let text = "candidate,1,2,3,4,5\n\(candidate),\(cell),B,C,D,A\n"
            return PaperRequest(.init(name: "a.csv", octets: Data(text.utf8)), exam: "MINI", form: "A", day: today)
        }
        await refused(told) {
            _ = try await registrar.attempts.planPaper(request("first \(Self.canary)"), by: examiner)
        }
        let plan = try await registrar.attempts.planPaper(request("A"), by: examiner)
        _ = try await registrar.attempts.applyPaper(request("A"), hash: plan.plan.hash, by: examiner)
        told.add("\(plan.plan.outcomes)")
    }

    @Test("the service cannot read words or keys by itself, and the one door to words answers for no other attempt")
    func doors() async throws {
        try await here.importExam(TestDatabase.exam(word: Self.canary))
        let ada = try await here.examinees()[0]
        for statement in ["SELECT * FROM item_text", "SELECT * FROM item_key", "SELECT stem FROM item_text LIMIT 1"]
            as [SQL]
        {
            await #expect("\(statement.text)") {
                _ = try await here.service.read { connection in try connection.rows(statement).count }
            } throws: {
                ($0 as? PostgresError)?.sqlState?.rawValue == "42501"
            }
        }
        let words = { (attempt: AttemptID) in
            try await here.service.read {
                try $0.one("SELECT count(*) FROM sitting_text(\(attempt), ARRAY[1, 2, 3, 4, 5])", as: Int.self)
            }
        }
        let attempt = try await here.registrar.attempts.begin(link: ada.link, requirement: TestDatabase.requirement)
        #expect(try await words(attempt.id) == 5)
        #expect(try await words(AttemptID(rawValue: 999)) == 0)
        _ = try await here.registrar.attempts.submit(link: ada.link, requirement: TestDatabase.requirement)
        #expect(try await words(attempt.id) == 0)
    }
}
