import Crypto
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Links", .database)
struct LinkTests {
    let institute = TestDatabase.current
    var seats: Seats { institute.registrar.seats }

    @Test("a token opens to what was sealed, and to nothing with any one character changed")
    func seal() throws {
        let key = SymmetricKey(size: .bits256)
        let token = LinkToken(.act, EnrollmentID(rawValue: 123_456_789), generation: 515)
        let text = token.text(sealedWith: key)
        #expect(LinkToken(text, sealedWith: key) == token)
        #expect(LinkToken(text, sealedWith: SymmetricKey(size: .bits256)) == nil)
        for index in text.indices {
            var changed = text
            changed.replaceSubrange(index...index, with: text[index] == "A" ? "B" : "A")
            #expect(LinkToken(changed, sealedWith: key) == nil)
        }
        #expect(LinkToken("", sealedWith: key) == nil)
        #expect(LinkToken(String(repeating: "é", count: 36), sealedWith: key) == nil)
    }

    @Test("the link in the answer shows the state and cannot act")
    func showOnly() async throws {
        let entry = try await institute.reserve(try await institute.openCohort(), "ada@example.org")
        let opened = try await seats.open(link: entry.showToken)
        #expect(opened.status.state == .held)
        #expect(!opened.mayAct)
        await #expect { _ = try await seats.confirm(entry.id, by: opened.actor) } throws: {
            ($0 as? Refusal)?.code == "link-shows-only"
        }
    }

    @Test("a link of an older generation says so; a mistyped one is like one never issued")
    func replaced() async throws {
        let entry = try await institute.reserve(try await institute.openCohort(), "ada@example.org")
        try await institute.force("UPDATE enrollment SET link_generation = 2 WHERE id = \(entry.id)")
        await #expect { _ = try await seats.open(link: entry.showToken) } throws: {
            ($0 as? Refusal)?.code == "link-replaced"
        }
        await #expect { _ = try await seats.open(link: String(entry.showToken.reversed())) } throws: {
            ($0 as? Refusal)?.code == "link-unknown"
        }
    }

    @Test("one person's link does not act on another's seat")
    func foreign() async throws {
        let cohort = try await institute.openCohort()
        let mine = try await institute.reserve(cohort, "mine@example.org").id
        let theirs = try await institute.reserve(cohort, "theirs@example.org").id
        await #expect(throws: Refusal.self) { _ = try await seats.withdraw(theirs, by: .applicant(mine)) }
    }

    @Test("the name becomes the person's, and the list's consent counts, only when the mailed link was used")
    func confirmation() async throws {
        let cohort = try await institute.openCohort()
        let id = try await institute.reserve(cohort, "ada@example.org", subscribe: true).id
        #expect(try await namesAndConsents() == ["-", "requested"])
        _ = try await seats.confirm(id, by: .applicant(id))
        _ = try await seats.confirm(id, by: .applicant(id))
        #expect(try await namesAndConsents() == ["Ada", "requested", "confirmed"])
    }

    @Test("staff vouch for a seat, not for the list")
    func byStaff() async throws {
        let cohort = try await institute.openCohort()
        let id = try await institute.reserve(cohort, "ada@example.org", subscribe: true).id
        #expect(try await seats.confirm(id, by: institute.staff(.registrar)).state == .confirmed)
        #expect(try await namesAndConsents() == ["Ada", "requested"])
    }

    private func namesAndConsents() async throws -> [String] {
        try await institute.service.read {
            try $0.all("SELECT coalesce(name, '-') FROM person") + $0.all("SELECT kind FROM consent_event ORDER BY id")
        }
    }
}
