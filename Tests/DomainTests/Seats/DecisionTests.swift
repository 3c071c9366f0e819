import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Decisions of staff", .database)
struct DecisionTests {
    let institute = TestDatabase.current
    var seats: Seats { institute.registrar.seats }
    let why = try? StaffReason(.hardship, "Told us on the telephone")

    // MARK: - Remove

    @Test("a removal ends the claim with its reason, mails it, and offers the freed seat at once")
    func remove() async throws {
        let (cohort, holder) = try await fullCohort()
        let waiter = try await wait(cohort, "waiter@example.org")
        let decision = try await seats.remove(holder, because: #require(why), by: registrar())

        #expect(decision.status.state == .removed)
        #expect(decision.events.map(\.kind) == ["removed", "offered"])
        #expect(decision.events[0].reason == "hardship")
        #expect(decision.events[0].words == "Told us on the telephone")
        #expect(decision.events[0].login == "registrar")
        #expect(try await seats.accept(waiter, by: .applicant(waiter)).state == .confirmed)
        #expect(try await institute.mailKinds(to: "holder@example.org").last == "mail.removed")
        let entry = try #require(try await institute.registrar.audit.tail(verb: "seat.remove", by: .system).first)
        #expect(
            entry.details
                == .kept([
                    "cohort": cohort, "was": "confirmed", "reason_class": "hardship",
                    "reason": "Told us on the telephone",
                ])
        )
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("a rehearsal tells what would happen and changes nothing")
    func rehearse() async throws {
        let (cohort, holder) = try await fullCohort()
        let waiter = try await wait(cohort, "waiter@example.org")
        let staff = try await registrar()
        let before = try await everything()
        let decision = try await seats.remove(holder, because: #require(why), rehearse: true, by: staff)
        #expect(decision.isRehearsal)
        #expect(decision.status.state == .removed)
        #expect(decision.events.map(\.enrollment) == [holder, waiter])
        #expect(try await everything() == before)
        _ = try await seats.prefer(waiter, because: #require(why), rehearse: true, by: registrar())
        #expect(try await everything() == before)
        _ = try await seats.remove(holder, because: #require(why), by: registrar())
        let removed = try await everything()
        _ = try await seats.restore(holder, because: #require(why), rehearse: true, by: registrar())
        #expect(try await everything() == removed)
    }

    @Test("a reason is needed, in words")
    func reason() async throws {
        #expect { _ = try StaffReason(.other, " \n") } throws: { ($0 as? Refusal)?.kind == .invalid }
    }

    @Test("a claim is removed once, and an ended one not at all")
    func removeTwice() async throws {
        let (cohort, holder) = try await fullCohort()
        let gone = try await wait(cohort, "gone@example.org")
        _ = try await seats.withdraw(gone, by: .applicant(gone))
        _ = try await seats.remove(holder, because: #require(why), by: registrar())
        await refused("removed-already") { _ = try await seats.remove(holder, because: $0, by: registrar()) }
        await refused("withdrawn") { _ = try await seats.remove(gone, because: $0, by: registrar()) }
        await refused("enrollment-unknown") {
            _ = try await seats.remove(EnrollmentID(rawValue: 999), because: $0, by: registrar())
        }
    }

    // MARK: - Restore

    @Test("a removal undone is the same seat again, under a new claim of the same arrival")
    func restore() async throws {
        let (cohort, holder) = try await fullCohort(capacity: 2)
        _ = try await seats.remove(holder, because: #require(why), by: registrar())
        let decision = try await seats.restore(holder, because: #require(why), by: registrar())
        #expect(decision.status.id != holder)
        #expect(decision.status.state == .confirmed)
        #expect(decision.status.seatNumber == 1)
        #expect(decision.events.map(\.reason) == ["removal_undone"])
        #expect(decision.events.map(\.words) == ["Told us on the telephone"])
        let roster = try await institute.registrar.cohorts.roster(code: cohort, by: .system)
        #expect(roster.entries.filter { $0.id == holder || $0.id == decision.status.id }.map(\.arrival) == [1, 1])
        #expect(
            try await institute.mailKinds(to: "holder@example.org").suffix(2) == ["mail.removed", "mail.confirmed"]
        )
        // Once more, and the number of people is the same.
        _ = try await seats.remove(decision.status.id, because: #require(why), by: registrar())
        let again = try await seats.restore(decision.status.id, because: #require(why), by: registrar())
        #expect(again.status.state == .confirmed)
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("where the seat went on, the claim waits at its old arrival, before whoever came later")
    func restoreToQueue() async throws {
        let (cohort, holder) = try await fullCohort()
        let first = try await wait(cohort, "first@example.org")
        let second = try await wait(cohort, "second@example.org")
        _ = try await seats.remove(holder, because: #require(why), by: registrar())
        let restored = try await seats.restore(holder, because: #require(why), by: registrar()).status
        #expect(restored.state == .waitlisted)
        #expect(restored.position == 1)
        #expect(try await seats.status(of: second, by: .system).position == 2)
        _ = try await seats.decline(first, by: .applicant(first))
        #expect(try await seats.status(of: restored.id, by: .system).state == .offered)
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("somebody who waited waits again at the old place, and a hold is held again")
    func restoreWaiterAndHold() async throws {
        let cohort = try await institute.openCohort(capacity: 1)
        let hold = try await institute.reserve(cohort, "hold@example.org").id
        let first = try await institute.reserve(cohort, "first@example.org").id
        _ = try await institute.reserve(cohort, "second@example.org")
        _ = try await seats.remove(first, because: #require(why), by: registrar())
        let waiter = try await seats.restore(first, because: #require(why), by: registrar()).status
        #expect(waiter.state == .waitlisted)
        #expect(waiter.position == 1)
        _ = try await seats.remove(hold, because: #require(why), by: registrar())
        let held = try await seats.restore(hold, because: #require(why), by: registrar()).status
        #expect(held.state == .held)
        #expect(held.expiresAt != nil)
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("what cannot be restored is refused, each with a reason of its own")
    func restoreRefused() async throws {
        let (cohort, holder) = try await fullCohort()
        await refused("not-removed") { _ = try await seats.restore(holder, because: $0, by: registrar()) }
        _ = try await seats.remove(holder, because: #require(why), by: registrar())
        let back = try await institute.reserve(cohort, "holder@example.org").id
        await refused("person-is-back") { _ = try await seats.restore(holder, because: $0, by: registrar()) }
        _ = try await seats.withdraw(back, by: .applicant(back))
        _ = try await seats.restore(holder, because: #require(why), by: registrar())
        await refused("restored-already") { _ = try await seats.restore(holder, because: $0, by: registrar()) }
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test(
        "a closed cohort takes a removed person back into a free seat, but not into a queue; a cancelled one not at all"
    )
    func restoreInClosed() async throws {
        let (cohort, holder) = try await fullCohort()
        let waiter = try await wait(cohort, "waiter@example.org")
        _ = try await seats.remove(waiter, because: #require(why), by: registrar())
        try await institute.force("UPDATE cohort SET state = 'closed' WHERE code = \(cohort)")
        await refused("no-seat-free") { _ = try await seats.restore(waiter, because: $0, by: registrar()) }
        _ = try await seats.remove(holder, because: #require(why), by: registrar())
        await refused("cohort-closed") { _ = try await seats.restore(waiter, because: $0, by: registrar()) }
        let restored = try await seats.restore(holder, because: #require(why), by: registrar()).status
        #expect(restored.state == .confirmed)
        _ = try await seats.remove(restored.id, because: #require(why), by: registrar())
        try await institute.force("UPDATE cohort SET state = 'cancelled' WHERE code = \(cohort)")
        await refused("cohort-cancelled") { _ = try await seats.restore(restored.id, because: $0, by: registrar()) }
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("what somebody was in a completed cohort, they are again")
    func restoreAttended() async throws {
        let (cohort, holder) = try await fullCohort()
        try await institute.force("UPDATE cohort SET state = 'closed' WHERE code = \(cohort)")
        _ = try await institute.service.write { connection in
            let claim = try connection.claim(holder)
            try connection.execute("UPDATE enrollment SET state = 'attended' WHERE id = \(holder)")
            try connection.record([Event(holder, in: claim.cohortId, .attended, by: .system, seatNumber: 1)])
            try connection.execute("UPDATE cohort SET state = 'completed' WHERE code = \(cohort)")
        }
        _ = try await seats.remove(holder, because: #require(why), by: registrar())
        #expect(try await seats.restore(holder, because: #require(why), by: registrar()).status.state == .attended)
        #expect(try await institute.brokenInvariants() == [])
    }

    // MARK: - Prefer

    @Test("a preferred waiter gets the next seat, and everyone passed over for it has that recorded")
    func prefer() async throws {
        let (cohort, holder) = try await fullCohort()
        let first = try await wait(cohort, "first@example.org")
        let second = try await wait(cohort, "second@example.org")
        let third = try await wait(cohort, "third@example.org")
        let decision = try await seats.prefer(third, because: #require(why), by: registrar())
        #expect(decision.status.state == .waitlisted)
        #expect(decision.status.position == 1)
        #expect(try await seats.status(of: first, by: .system).position == 2)
        _ = try await seats.withdraw(holder, by: .applicant(holder))
        #expect(try await seats.status(of: third, by: .system).state == .offered)
        for passed in [first, second] {
            #expect(try await reasons(of: passed) == ["staff_decision"])
            let receipt = try await seats.receipt(of: passed, by: .applicant(passed))
            #expect(receipt.servedBefore.contains(.init(reason: .staffDecision, staffReason: "hardship", count: 1)))
        }
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("a seat that is free is offered to a preferred waiter at once; staff vouch for an unconfirmed address")
    func preferUnconfirmed() async throws {
        let (cohort, holder) = try await fullCohort()
        let first = try await institute.reserve(cohort, "first@example.org").id
        let second = try await institute.reserve(cohort, "second@example.org").id
        _ = try await seats.withdraw(holder, by: .applicant(holder))
        let decision = try await seats.prefer(second, because: #require(why), by: registrar())
        #expect(decision.status.state == .offered)
        #expect(decision.status.addressConfirmed)
        #expect(try await reasons(of: first) == ["address_unconfirmed"])
        #expect(
            try await institute.mailKinds(to: "second@example.org") == [
                "mail.waiting", "mail.offered", "mail.offer_reminder",
            ]
        )
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("only somebody who waits can be preferred, once, while the queue moves")
    func preferRefused() async throws {
        let (cohort, holder) = try await fullCohort()
        let waiter = try await wait(cohort, "waiter@example.org")
        let other = try await wait(cohort, "other@example.org")
        await refused("not-waiting") { _ = try await seats.prefer(holder, because: $0, by: registrar()) }
        _ = try await seats.prefer(waiter, because: #require(why), by: registrar())
        await refused("preferred-already") { _ = try await seats.prefer(waiter, because: $0, by: registrar()) }
        _ = try await seats.withdraw(waiter, by: .applicant(waiter))
        await refused("withdrawn") { _ = try await seats.prefer(waiter, because: $0, by: registrar()) }
        try await institute.force("UPDATE cohort SET state = 'closed' WHERE code = \(cohort)")
        await refused("cohort-closed") { _ = try await seats.prefer(other, because: $0, by: registrar()) }
    }

    @Test("the queue as staff see it tells each claim's whole story")
    func waitlist() async throws {
        let (cohort, _) = try await fullCohort()
        let first = try await wait(cohort, "first@example.org")
        let second = try await wait(cohort, "second@example.org")
        _ = try await seats.prefer(second, because: #require(why), by: registrar())
        _ = try await seats.remove(first, because: #require(why), by: registrar())
        let restored = try await seats.restore(first, because: #require(why), by: registrar()).status.id
        let list = try await seats.waitlist(of: cohort.lowercased(), by: registrar())
        #expect(list.entries.map(\.status.id) == [second, restored])
        #expect(list.entries.map(\.isPreferred) == [true, false])
        #expect(list.entries[1].receipt.arrival == 2)
        #expect(list.entries[1].events.map(\.kind) == ["waitlisted", "address_confirmed", "removed", "waitlisted"])
        #expect(list.entries[1].events.compactMap(\.words).count == 2)
        _ = try await seats.withdraw(restored, by: .applicant(restored))
        #expect(try await seats.waitlist(of: cohort, by: registrar()).entries.count == 1)
        #expect(try await seats.waitlist(of: cohort, ended: true, by: registrar()).entries.count == 2)
    }

    // MARK: - What stories begin with

    private func registrar() async throws -> Actor { try await institute.staff(.registrar) }

    /// A cohort whose seats somebody has confirmed each; the holder of the first.
    private func fullCohort(capacity: Int = 1) async throws -> (cohort: String, holder: EnrollmentID) {
        let cohort = try await institute.openCohort(capacity: capacity)
        let holder = try await wait(cohort, "holder@example.org")
        for number in 2..<(capacity + 1) { _ = try await wait(cohort, "holder\(number)@example.org") }
        return (cohort, holder)
    }

    /// Somebody who asked and has confirmed.
    private func wait(_ cohort: String, _ email: String) async throws -> EnrollmentID {
        let id = try await institute.reserve(cohort, email).id
        _ = try await seats.confirm(id, by: .applicant(id))
        return id
    }

    private func refused(_ code: String, _ act: (StaffReason) async throws -> Void) async {
        await #expect { try await act(StaffReason(.other, "A reason")) } throws: { ($0 as? Refusal)?.code == code }
    }

    private func reasons(of id: EnrollmentID) async throws -> [String] {
        try await institute.service.read {
            try $0.all("SELECT reason FROM enrollment_event WHERE enrollment_id = \(id) AND kind = 'passed_over'")
        }
    }

    /// Every row that a decision could touch, as text.
    private func everything() async throws -> [String] {
        try await institute.service.read {
            try $0.all(
                """
                SELECT enrollment::text FROM enrollment
                UNION ALL SELECT enrollment_event::text FROM enrollment_event
                UNION ALL SELECT cohort::text FROM cohort
                UNION ALL SELECT person::text FROM person
                UNION ALL SELECT job::text FROM job
                UNION ALL SELECT audit_entry::text FROM audit_entry
                UNION ALL SELECT payload::text FROM payload
                ORDER BY 1
                """
            )
        }
    }
}
