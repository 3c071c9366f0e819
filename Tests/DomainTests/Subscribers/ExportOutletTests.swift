import Postgres
import TestSupport
import Testing

@testable import Domain

/// What leaves beside the list, what is held back, and what is broken off.
@Suite("The outlets of an export", .database)
struct ExportOutletTests {
    let here = TestDatabase.current

    @Test(
        "into files, kit's people without a first name have a second one, and formulas a third; both lists are audited"
    )
    func kitBeside() async throws {
        try await here.subscribe([("ada@x.org", "Ada"), ("no@x.org", nil), ("=1@x.org", "E"), ("=2@x.org", nil)])
        let (list, beside, quarantine) = (Written(), Written(), Written())
        let summary = try await here.registrar.subscribers.export(
            profile: .kit,
            to: ExportOutlets(
                list: { list.append($0) },
                withoutName: { beside.append($0) },
                quarantine: { quarantine.append($0) }
            ),
            by: here.staff(.registrar)
        )
        #expect(list.text == "email,first_name,tags\r\nada@x.org,Ada,reservation\r\n")
        #expect(beside.text == "email\r\nno@x.org\r\n")
        #expect(quarantine.text == "email,first_name,tags\r\n=1@x.org,E,reservation\r\n=2@x.org,,reservation\r\n")
        #expect(summary.withoutName?.rows == 1)
        #expect(summary.heldBack.map(\.count) == [2])
        let details = try await here.registrar.audit.tail(limit: 2, by: .system).map(\.details)
        let profiles = details.compactMap { details in
            if case .kept(let details) = details { return details["profile"] }
            return nil
        }
        #expect(Set(profiles) == ["kit", "kit-without-name"])
    }

    @Test("a last name that begins like a formula is held back where it has a cell of its own")
    func lastName() async throws {
        try await here.subscribe([("ada@x.org", "Ada =1+1"), ("bo@x.org", "Bo B")])
        let file = Written()
        let summary = try await here.registrar.subscribers.export(profile: .brevo, by: .system) { file.append($0) }
        #expect(file.text == "EMAIL,FIRSTNAME,LASTNAME\r\nbo@x.org,Bo,B\r\n")
        #expect(summary.heldBack.map(\.rows) == [["ada@x.org,Ada,=1+1"]])
        let whole = try await here.registrar.subscribers.export(profile: .kajabi, by: .system) { _ in }
        #expect(whole.rows == 2)
    }

    @Test("of an export that was broken off the rows are told that went out, and nothing else goes wrong")
    func brokenOff() async throws {
        try await here.force(
            """
            WITH people AS (
                INSERT INTO person (email, address_digest)
                SELECT 'p' || number || '@example.org', sha256(number::text::bytea)
                FROM generate_series(1, 30000) AS number
                RETURNING id
            )
            INSERT INTO consent_event (person_id, kind, at, source, wording_version)
            SELECT id, 'confirmed', now(), 'import', 1
            FROM people
            """
        )
        let file = Written()
        await #expect(throws: Unexpected.self) {
            _ = try await here.registrar.subscribers.export(profile: .brevo, by: .system) { portion in
                if file.count == 2 { throw Unexpected() }
                file.append(portion)
            }
        }
        guard case .kept(let details) = try await here.registrar.audit.tail(limit: 1, by: .system)[0].details else {
            throw Unexpected()
        }
        #expect(details["rows"] == String(file.text.split(separator: "\r\n").count - 1))
        #expect(details["broken_off"] == "yes")
    }
}
