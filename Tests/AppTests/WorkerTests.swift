import Crypto
import Domain
import Logging
import Mail
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import App

/// Takes every mail, and remembers which.
private final class Letterbox: Delivery {
    let taken = Mutex<[JobID]>([])
    let width = 1
    let domainRate: Int? = nil

    func deliver(_ message: Message) async throws -> String {
        taken.withLock { $0.append(message.id) }
        return "taken"
    }

    func erase(_ ids: [JobID]) async throws {}
    func sweep(olderThan age: Duration) async throws {}
}

@Suite("A worker's mails", .database)
struct WorkerTests {
    let here = TestDatabase.current

    @Test("what was taken is sent once, though the database does not note it at the first try")
    func noted() async throws {
        _ = try await here.reserve(try await here.openCohort(), "ada@example.org")
        try await here.force("CREATE SEQUENCE hiccup")
        try await here.force(
            """
            CREATE FUNCTION hiccup() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
            AS $$
            BEGIN
                IF NEW.result = 'taken' AND nextval('hiccup') <= 2 THEN
                    RAISE 'not now';
                END IF;
                RETURN NEW;
            END
            $$
            """
        )
        try await here.force(
            "CREATE TRIGGER hiccup BEFORE UPDATE ON job FOR EACH ROW EXECUTE FUNCTION hiccup()"
        )
        let letterbox = Letterbox()
        let composer = try Composer(seal: MailSeal(key: SymmetricKey(size: .bits256)))
        let logger = Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }
        let worker = Worker(
            registrar: here.registrar,
            delivery: letterbox,
            compose: { composer },
            incoming: nil,
            gate: SchemaGate(here.service, logger: logger),
            logger: logger
        )
        _ = try await worker.sendLetters(composer)
        let job = try #require(try await here.registrar.jobs.list(by: .system).first)
        #expect(letterbox.taken.withLock { $0 } == [job.id])
        #expect(job.state == .done && job.result == "taken" && job.lastError == nil)
    }
}
