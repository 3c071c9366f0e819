import Domain
import TestSupport
import Testing

@Suite("The institute", .database)
struct InstituteTests {
    let here = TestDatabase.current

    @Test("until someone says who the institute is, the answer names the command that does")
    func missing() async throws {
        await #expect {
            _ = try await here.registrar.institute.current()
        } throws: { error in
            guard let refusal = error as? Refusal else { return false }
            return refusal.code == "institute-missing" && refusal.message.contains("registrar institute set")
        }
    }

    @Test("the first time everything is asked for, all at once; afterwards one thing can change alone")
    func set() async throws {
        await #expect {
            _ = try await here.registrar.institute.set(InstituteChange(name: " "), by: .system)
        } throws: {
            ($0 as? Refusal)?.problems.map(\.field) == [
                "name", "contact_email", "postal_address", "time_zone", "public_url",
            ]
        }
        _ = try await here.registrar.institute.set(TestDatabase.institute, by: .system)
        let change = InstituteChange(contactEmail: " Desk@Institute.example ", publicUrl: "http://localhost:8080/")
        let changed = try await here.registrar.institute.set(change, by: .system)
        #expect(changed.contactEmail == "desk@institute.example")
        #expect(changed.publicUrl == "http://localhost:8080")
        #expect(changed.name == TestDatabase.institute.name)
        #expect(try await here.registrar.institute.current() == changed)
    }

    @Test("mail is from the sender where there is one, and an empty one takes it away")
    func sender() async throws {
        _ = try await here.registrar.institute.set(TestDatabase.institute, by: .system)
        let change = InstituteChange(senderEmail: " Mail@Institute.example")
        #expect(try await here.registrar.institute.set(change, by: .system).senderEmail == "mail@institute.example")
        #expect(try await here.registrar.institute.current().senderEmail == "mail@institute.example")
        await #expect {
            _ = try await here.registrar.institute.set(InstituteChange(senderEmail: "a@b@c"), by: .system)
        } throws: {
            ($0 as? Refusal)?.problems.map(\.field) == ["sender_email"]
        }
        #expect(
            try await here.registrar.institute.set(InstituteChange(senderEmail: ""), by: .system).senderEmail == nil
        )
    }

    @Test(
        "a public address is an origin and nothing more",
        arguments: [
            "registrar.example", "https://registrar.example/seats", "ftp://registrar.example", "https://",
            "https://a b",
        ]
    )
    func publicUrl(_ text: String) async throws {
        _ = try await here.registrar.institute.set(TestDatabase.institute, by: .system)
        await #expect {
            _ = try await here.registrar.institute.set(InstituteChange(publicUrl: text), by: .system)
        } throws: {
            ($0 as? Refusal)?.problems.map(\.field) == ["public_url"]
        }
    }

    @Test("a change leaves one audit entry with before and after; no change leaves none")
    func audited() async throws {
        let owner = try await here.staff(.owner)
        _ = try await here.registrar.institute.set(TestDatabase.institute, by: owner)
        let zone = InstituteChange(timeZone: "America/Toronto")
        for _ in 1...2 { _ = try await here.registrar.institute.set(zone, by: owner) }
        let entries = try await here.registrar.audit.tail(verb: "institute.set", by: owner)
        #expect(entries.count == 2)
        #expect(entries.first?.login == "owner")
        #expect(
            entries.first?.details == .kept(["time_zone": "America/Toronto", "was_time_zone": "America/New_York"])
        )
    }
}
