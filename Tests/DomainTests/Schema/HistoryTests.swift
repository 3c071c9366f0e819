import Domain
import Postgres
import TestSupport
import Testing

@Suite("History", .database)
struct HistoryTests {
    let here = TestDatabase.current

    /// Every table that says of itself that it only grows, and the texts of history, which only an erasure takes.
    private func tables() async throws -> [String] {
        let growing: [String] = try await here.owner.read { connection in
            try connection.all(
                """
                SELECT tgrelid::regclass::text
                FROM pg_trigger
                WHERE tgname = 'history_only_grows'
                ORDER BY 1
                """
            )
        }
        #expect(
            growing == [
                "accommodation", "answer", "appeal", "appeal_event", "audit_entry", "audit_era", "audit_seal",
                "certificate_event", "certificate_log", "certificate_version", "consent_event", "decision",
                "delivery_report", "eligibility",
                "enrollment_event", "erased_payload", "evidence", "item", "item_key", "item_text", "legacy_import",
                "log_entry", "log_key", "log_node", "merge_proposal", "payment", "person_merge", "practical_attempt",
                "practical_cancellation", "practical_score", "progress_event", "purged_file", "rating",
                "register_event", "renewal",
                "renewal_credit", "renewal_payment", "renewal_reminder", "renewal_review", "rescore_key", "score",
                "session_attendance", "suppression_event",
            ]
        )
        return growing + ["payload"]
    }

    @Test("the service may neither change nor delete nor empty what only grows")
    func service() async throws {
        for table in try await tables() {
            let column = try await plainColumn(of: table)
            for statement in [
                "UPDATE \(identifier: table) SET \(identifier: column) = \(identifier: column)",
                "DELETE FROM \(identifier: table)",
                "TRUNCATE \(identifier: table)",
            ] as [SQL] {
                await #expect("\(statement.text)") {
                    _ = try await here.service.write { connection in try connection.execute(statement) }
                } throws: {
                    ($0 as? PostgresError)?.sqlState?.rawValue == "42501"
                }
            }
        }
    }

    @Test("even the owner is stopped, by a trigger that can only be taken away knowingly")
    func owner() async throws {
        for table in try await tables() where table != "payload" {
            let column = try await plainColumn(of: table)
            for statement in [
                "UPDATE \(identifier: table) SET \(identifier: column) = \(identifier: column)",
                "DELETE FROM \(identifier: table)",
            ] as [SQL] {
                await #expect("\(statement.text)") {
                    _ = try await here.owner.write { connection in try connection.execute(statement) }
                } throws: {
                    ($0 as? PostgresError)?.constraint == "history_only_grows"
                }
            }
        }
    }

    @Test("the service can neither define nor shift the clock")
    func definitions() async throws {
        for statement in [
            "CREATE TABLE theirs (id bigint)", "DROP TABLE session", "ALTER TABLE enrollment DISABLE TRIGGER USER",
            "INSERT INTO clock_shift (shift) VALUES ('1 hour')", "SET LOCAL session_replication_role = replica",
            "SET LOCAL ROLE registrar_owner",
        ] as [SQL] {
            await #expect("\(statement.text)") {
                _ = try await here.service.write { connection in try connection.execute(statement) }
            } throws: {
                ($0 as? PostgresError)?.sqlState?.rawValue == "42501"
            }
        }
    }

    @Test("a payment changes by an erasure alone, and only its reference does")
    func ledger() async throws {
        let (person, _, claims) = try await here.canary()
        let change: SQL = "UPDATE payment SET reference = 'erased:' || id WHERE enrollment_id = \(claims[0])"
        await #expect { try await here.force(change) } throws: {
            ($0 as? PostgresError)?.constraint == "reference_goes_with_its_person"
        }
        try await here.erase(.id(person))
        let other: SQL = "UPDATE payment SET reference = 'x' WHERE reference IS NOT NULL"
        await #expect { try await here.force(other) } throws: {
            ($0 as? PostgresError)?.constraint == "reference_goes_with_its_person"
        }
    }

    @Test("the service deletes no text by itself, and the function takes nobody who still has a seat")
    func guarded() async throws {
        let cohort = try await here.openCohort()
        _ = try await here.reserve(cohort, Canary.email, name: Canary.name)
        await #expect {
            try await here.service.write { try $0.execute("SELECT erase_person(max(id), NULL, NULL) FROM person") }
        } throws: {
            ($0 as? PostgresError)?.constraint == "erased_people_hold_no_seat"
        }
        await #expect {
            try await here.service.write { try $0.execute("SELECT erase_person(999, NULL, NULL)") }
        } throws: {
            ($0 as? PostgresError)?.constraint == "people_are_erased_once"
        }
    }

    private func plainColumn(of table: String) async throws -> String {
        try await here.owner.read { connection in
            try connection.one(
                """
                SELECT attname::text
                FROM pg_attribute
                WHERE attrelid = \(table)::regclass
                    AND attnum > 0
                    AND attidentity = ''
                ORDER BY attnum
                LIMIT 1
                """
            )
        }
    }
}
