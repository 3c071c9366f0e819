import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("One wish, several cohorts", .database)
struct WishTests {
    let institute = TestDatabase.current
    var seats: Seats { institute.registrar.seats }

    @Test("the first cohort with a seat free and no queue is held, and nothing else is entered")
    func firstFree() async throws {
        let (full, _) = try await institute.fullCohort()
        let free = try await institute.openCohort()
        let alsoFree = try await institute.openCohort()
        let entry = try await institute.reserve(full, "ada@example.org", cohorts: [full, free, alsoFree])
        #expect((entry.cohort, entry.state, entry.seatNumber) == (free, .held, 1))
        #expect(entry.waiting == [])
        #expect(try await rows(of: "ada@example.org") == ["\(free) held"])
        #expect(try await institute.mailKinds(to: "ada@example.org") == ["mail.confirm_seat"])
        #expect(try await count("entry") == 0)
    }

    @Test("a free seat with a queue before it is not free; where none is, one entry waits in each, with one mail")
    func waitsInEach() async throws {
        let (a, b, c) = (
            try await institute.fullCohort().cohort, try await institute.fullCohort().cohort,
            try await institute.fullCohort().cohort
        )
        _ = try await institute.reserve(c, "before@example.org")
        let entry = try await institute.reserve(b, "ada@example.org", cohorts: [c, a, b], key: "k")
        #expect((entry.cohort, entry.state, entry.position) == (c, .waitlisted, 2))
        #expect(entry.waiting.map(\.cohort) == [c, a, b])
        #expect(entry.waiting.map(\.position) == [2, 1, 1])
        #expect(try await institute.reserve(b, "ada@example.org", cohorts: [c, a, b], key: "k") == entry)
        #expect(try await institute.mailKinds(to: "ada@example.org") == ["mail.waiting"])
        #expect(try await count("entry") == 1)

        let status = try await seats.status(of: entry.id, by: .system)
        #expect(status.elsewhere.map(\.cohort) == [a, b])
        let jobs = try await institute.registrar.jobs.list(by: .system)
        let job = try #require(jobs.first { $0.kind == "mail.waiting" && $0.enrollmentId == entry.id })
        let letter = try #require(try await institute.registrar.jobs.letter(for: job))
        #expect(letter.elsewhere.map(\.position) == [1, 1])
        #expect(Set(letter.elsewhere.map(\.actingLink) + [letter.actingLink]).count == 3)
    }

    @Test("live in any of them, an address changes nothing, and the same key with another order is another body")
    func known() async throws {
        let (a, _) = try await institute.fullCohort()
        let (b, _) = try await institute.fullCohort()
        _ = try await institute.reserve(b, "ada@example.org")
        let request = try ReservationRequest(cohort: a, cohorts: [a, b], name: "Eve", email: "ada@example.org")
        guard case .known(a) = try await seats.reserve(request, by: .visitor) else { throw Unexpected() }
        #expect(try await rows(of: "ada@example.org") == ["\(b) waitlisted"])
        #expect(try await institute.mailKinds(to: "ada@example.org") == ["mail.waiting", "mail.known"])

        _ = try await institute.reserve(a, "bob@example.org", cohorts: [a, b], key: "k")
        await #expect { _ = try await institute.reserve(a, "bob@example.org", cohorts: [b, a], key: "k") } throws: {
            ($0 as? Refusal)?.code == "key-reused"
        }
    }

    @Test("one link confirms the address in every queue")
    func confirmed() async throws {
        let wish = try await twoFull()
        let entry = try await institute.reserve(wish.a, "ada@example.org", cohorts: [wish.a, wish.b])
        _ = try await seats.confirm(entry.id, by: .applicant(entry.id))
        for place in entry.waiting {
            #expect(try await institute.events(of: place.id) == ["waitlisted", "address_confirmed"])
            #expect(try await seats.status(of: place.id, by: .system).addressConfirmed)
        }
    }

    @Test("while an offer is open in one cohort the other passes the wish over, recorded, without loss of place")
    func passedOver() async throws {
        let wish = try await twoFull()
        let ada = try await institute.wait(wish.a, "ada@example.org", or: [wish.b])
        let next = try await institute.wait(wish.b, "next@example.org").id
        _ = try await seats.withdraw(wish.holderOfA, by: .applicant(wish.holderOfA))
        _ = try await seats.withdraw(wish.holderOfB, by: .applicant(wish.holderOfB))

        #expect(try await seats.status(of: ada.id, by: .system).state == .offered)
        let passed = try await seats.status(of: ada.waiting[1].id, by: .system)
        #expect((passed.state, passed.position, passed.offerOpenIn) == (.waitlisted, 1, wish.a))
        #expect(try await seats.status(of: next, by: .system).state == .offered)
        #expect(
            try await institute.events(of: passed.id)
                == ["waitlisted", "address_confirmed", "passed_over/offer_open_elsewhere"]
        )
        // Where nobody else waits the seat stays free for the wish, and the public does not get it.
        _ = try await seats.decline(next, by: .applicant(next))
        #expect(try await institute.reserve(wish.b, "newcomer@example.org").state == .waitlisted)
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("declined in one cohort, the wish is offered the free seat of the other in the same transaction")
    func declined() async throws {
        let wish = try await twoFull()
        let ada = try await institute.wait(wish.a, "ada@example.org", or: [wish.b])
        _ = try await seats.withdraw(wish.holderOfA, by: .applicant(wish.holderOfA))
        _ = try await seats.withdraw(wish.holderOfB, by: .applicant(wish.holderOfB))
        _ = try await seats.decline(ada.id, by: .applicant(ada.id))
        #expect(try await seats.status(of: ada.waiting[1].id, by: .system).state == .offered)
        #expect(try await institute.settleWhatWasLeft() == 0)
    }

    @Test("lapsed in one cohort, the wish is offered the other's free seat by a settle job; till then nobody gets it")
    func lapsed() async throws {
        let wish = try await twoFull()
        let ada = try await institute.wait(wish.a, "ada@example.org", or: [wish.b])
        _ = try await seats.withdraw(wish.holderOfA, by: .applicant(wish.holderOfA))
        _ = try await seats.withdraw(wish.holderOfB, by: .applicant(wish.holderOfB))
        try await institute.shiftClock(by: .seconds(3 * 86_400))
        #expect(try await seats.settleDue() == 1)
        #expect(try await seats.status(of: ada.waiting[1].id, by: .system).state == .waitlisted)
        #expect(try await institute.brokenInvariants() == [])
        #expect(try await institute.registrar.jobs.list(by: .system).allSatisfy { $0.kind.hasPrefix("mail.") })

        #expect(try await institute.settleWhatWasLeft() == 1)
        #expect(try await seats.status(of: ada.waiting[1].id, by: .system).state == .offered)
        #expect(try await institute.mailKinds(to: "ada@example.org").suffix(3).contains("mail.offer_lapsed"))
    }

    @Test("accepted in one cohort, the wish waits nowhere any more, and its place is the public's again")
    func accepted() async throws {
        let wish = try await twoFull()
        let (c, _) = try await institute.fullCohort()
        let ada = try await institute.wait(wish.a, "ada@example.org", or: [wish.b, c])
        _ = try await seats.withdraw(wish.holderOfB, by: .applicant(wish.holderOfB))
        let offered = ada.waiting[1].id
        for _ in 1...2 {
            #expect(try await seats.accept(offered, by: .applicant(offered)).state == .confirmed)
            for id in [ada.id, ada.waiting[2].id] {
                #expect(try await institute.events(of: id).last == "withdrawn/served_elsewhere")
            }
        }
        #expect(try await rows(of: "ada@example.org") == ["\(wish.b) confirmed"])
        _ = try await seats.withdraw(wish.holderOfA, by: .applicant(wish.holderOfA))
        #expect(try await institute.reserve(wish.a, "newcomer@example.org").seatNumber == 1)
        #expect(try await institute.settleWhatWasLeft() == 0)
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("one place left, the wish still waits in the other")
    func withdrawn() async throws {
        let wish = try await twoFull()
        let ada = try await institute.wait(wish.a, "ada@example.org", or: [wish.b])
        _ = try await seats.withdraw(ada.id, by: .applicant(ada.id))
        _ = try await seats.withdraw(wish.holderOfA, by: .applicant(wish.holderOfA))
        #expect(try await seats.status(of: ada.waiting[1].id, by: .system).position == 1)
        #expect(try await institute.reserve(wish.a, "newcomer@example.org").seatNumber == 1)
    }

    @Test("a wish that is no wish is refused with every reason, and nothing is entered")
    func refused() async throws {
        let (a, _) = try await institute.fullCohort()
        let closed = try await institute.openCohort()
        try await institute.force("UPDATE cohort SET state = 'closed' WHERE code = \(closed)")
        let draft = try await institute.draftCohort()
        let other = try await institute.openCohort(program: "PRCS")
        let many = (1...10).map { "MES-MANY-\($0)" }
        let cases: [([String], String, String)] = [
            ([a, a], "invalid", "named twice"), ([a, "NOWHERE"], "invalid", "NOWHERE"), ([], "invalid", "among"),
            ([closed], "invalid", "among"), ([a, closed], "cohort-closed", closed), ([a, draft], "invalid", draft),
            ([a, other], "invalid", "one program"), ([a] + many, "invalid", "10 cohorts at most"),
        ]
        for (cohorts, code, words) in cases {
            await #expect("\(cohorts)") {
                _ = try await institute.reserve(a, "ada@example.org", cohorts: cohorts)
            } throws: {
                guard let refusal = $0 as? Refusal else { return false }
                return refusal.code == code && refusal.message.contains(words)
            }
        }
        #expect(try await rows(of: "ada@example.org") == [])
        #expect(try await institute.reserve(a, "ada@example.org", cohorts: [a]).waiting == [])
    }

    @Test("five unconfirmed rows of a client in any of the cohorts are enough")
    func clientLimit() async throws {
        let wish = try await twoFull()
        for number in 1...5 { _ = try await institute.reserve(wish.b, "b\(number)@example.org", client: "203.0.113.7") }
        await #expect {
            _ = try await institute.reserve(
                wish.a,
                "ada@example.org",
                cohorts: [wish.a, wish.b],
                client: "203.0.113.7"
            )
        } throws: {
            ($0 as? Refusal)?.code == "too-many-unconfirmed"
        }
        #expect(try await institute.reserve(wish.a, "a@example.org", client: "203.0.113.7").position == 1)
    }

    private func twoFull() async throws -> (
        a: String, holderOfA: EnrollmentID, b: String, holderOfB: EnrollmentID
    ) {
        let (a, holderOfA) = try await institute.fullCohort()
        let (b, holderOfB) = try await institute.fullCohort()
        return (a, holderOfA, b, holderOfB)
    }

    /// The live rows of an address, as `cohort state`.
    private func rows(of email: String) async throws -> [String] {
        try await institute.service.read {
            try $0.all(
                """
                SELECT cohort.code || ' ' || enrollment.state
                FROM enrollment
                JOIN cohort ON cohort.id = enrollment.cohort_id
                JOIN person ON person.id = enrollment.person_id
                WHERE person.email = \(email)
                    AND enrollment.state IN ('waitlisted', 'held', 'offered', 'confirmed')
                ORDER BY enrollment.id
                """
            )
        }
    }

    private func count(_ table: String) async throws -> Int {
        try await institute.service.read { try $0.one("SELECT count(*) FROM \(identifier: table)") }
    }
}
