import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("A seat that moves", .database)
struct TransferTests {
    let institute = TestDatabase.current
    var seats: Seats { institute.registrar.seats }

    @Test("the holder moves in one step: a seat there, the seat here offered, the old link says where")
    func moves() async throws {
        let (here, there) = (try await institute.openCohort(capacity: 1), try await institute.openCohort())
        let holder = try await institute.seated(here, "holder@example.org")
        let waiter = try await institute.seated(here, "waiter@example.org")
        let moved = try await seats.transfer(holder, to: there.lowercased(), by: .applicant(holder))

        #expect(moved.status.cohort == there && moved.status.state == .confirmed && moved.status.seatNumber == 1)
        #expect(moved.status.transfers == 1 && moved.status.terms != nil && !moved.isRepeat)
        let old = try await seats.status(of: holder, by: .system)
        #expect(old.state == .transferred && old.movedTo == there && old.successor == moved.status.id)
        #expect(try await seats.status(of: waiter, by: .system).state == .offered)
        #expect(
            try await institute.mailKinds(to: "holder@example.org") == [
                "mail.confirm_seat", "mail.confirmed", "mail.transferred",
            ]
        )
        #expect(try await seats.open(link: moved.showToken).status.id == moved.status.id)
        #expect(try await institute.brokenInvariants() == [])

        let again = try await seats.transfer(holder, to: there, by: .applicant(holder))
        #expect(again.isRepeat && again.status.id == moved.status.id)
        await refused("transferred-already") {
            _ = try await seats.transfer(holder, to: try await institute.openCohort(), by: .applicant(holder))
        }
    }

    @Test("the mail puts the new dates in and takes the old ones out, with a higher sequence")
    func letter() async throws {
        let (here, there) = (try await institute.openCohort(), try await institute.openCohort())
        let holder = try await institute.seated(here, "holder@example.org")
        let moved = try await seats.transfer(holder, to: there, by: .applicant(holder))
        let jobs = institute.registrar.jobs
        let job = try #require(
            try await jobs.list(by: .system).first {
                $0.kind == "mail.transferred" && $0.enrollmentId == moved.status.id
            }
        )
        let letter = try #require(try await jobs.letter(for: job))
        #expect(letter.cohort.cohort.code == there)
        #expect(letter.former.map(\.enrollmentID) == [holder] && letter.former.map(\.cohort.cohort.code) == [here])
        #expect(letter.former[0].sequence > 2)
    }

    @Test("what cannot move says why, and nothing changes")
    func refusals() async throws {
        let (here, there) = (try await institute.openCohort(), try await institute.openCohort(capacity: 1))
        let holder = try await institute.seated(here, "holder@example.org")
        let held = try await institute.reserve(here, "held@example.org").id
        await refused("invalid") { _ = try await seats.transfer(holder, to: here, by: .applicant(holder)) }
        await refused("cohort-unknown") { _ = try await seats.transfer(holder, to: "NO-1", by: .applicant(holder)) }
        let draft = try await institute.draftCohort()
        await refused("cohort-unknown") { _ = try await seats.transfer(holder, to: draft, by: .applicant(holder)) }
        let staff = try await institute.staff(.registrar)
        await refused("cohort-not-yet-open") { _ = try await seats.transfer(holder, to: draft, by: staff) }
        await refused("not-confirmed") { _ = try await seats.transfer(held, to: there, by: .applicant(held)) }
        await refused("link-shows-only") { _ = try await seats.transfer(holder, to: there, by: .visitor) }
        await refused("enrollment-unknown") {
            _ = try await seats.transfer(EnrollmentID(rawValue: 99_999), to: there, by: .system)
        }

        let occupant = try await institute.seated(there, "occupant@example.org")
        await refused("cohort-full") { _ = try await seats.transfer(holder, to: there, by: .applicant(holder)) }
        // A seat that somebody waits for is not free, though nobody sits in it.
        _ = try await institute.reserve(there, "unconfirmed@example.org")
        _ = try await seats.withdraw(occupant, by: .system)
        await refused("cohort-full") { _ = try await seats.transfer(holder, to: there, by: .applicant(holder)) }

        let closed = try await institute.openCohort()
        try await institute.force("UPDATE cohort SET state = 'closed' WHERE code = \(closed)")
        await refused("cohort-closed") { _ = try await seats.transfer(holder, to: closed, by: .system) }
        let other = try await institute.openCohort(program: "AMES")
        await refused("other-program") { _ = try await seats.transfer(holder, to: other, by: .applicant(holder)) }
        #expect(try await seats.status(of: holder, by: .system).state == .confirmed)
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("who waits or holds a seat there already is told so")
    func alreadyThere() async throws {
        let (here, there) = (try await institute.openCohort(), try await institute.openCohort(capacity: 2))
        let holder = try await institute.seated(here, "holder@example.org")
        let double = try await institute.reserve(there, "holder@example.org").id
        await refused("already-there") { _ = try await seats.transfer(holder, to: there, by: .applicant(holder)) }
        _ = try await seats.withdraw(double, by: .system)
        #expect(try await seats.transfer(holder, to: there, by: .applicant(holder)).status.seatNumber == 1)
    }

    @Test("the terms say how often and until when; staff go beyond them with a reason")
    func terms() async throws {
        let first = try await institute.openCohort(daysAhead: 20)
        let (second, third) = (try await institute.openCohort(), try await institute.openCohort())
        let late = try await institute.seated(first, "late@example.org")
        let often = try await institute.seated(first, "often@example.org")
        let moved = try await seats.transfer(often, to: second, by: .applicant(often)).status.id
        await refused("transfer-too-often") { _ = try await seats.transfer(moved, to: third, by: .applicant(moved)) }
        try await institute.shiftClock(by: .seconds(14 * 86_400))
        await refused("transfer-too-late") { _ = try await seats.transfer(late, to: second, by: .applicant(late)) }

        let staff = try await institute.staff(.registrar)
        await refused("invalid") { _ = try await seats.transfer(late, to: second, by: staff) }
        let reason = try StaffReason(.hardship, "in hospital")
        #expect(try await seats.transfer(late, to: second, reason: reason, by: staff).status.state == .confirmed)
        let third2 = try await seats.transfer(moved, to: third, reason: reason, by: staff)
        #expect(third2.status.transfers == 2)
        let reasons: [String] = try await institute.service.read {
            try $0.all("SELECT reason FROM enrollment_event WHERE kind = 'transferred' AND reason IS NOT NULL")
        }
        #expect(reasons == ["hardship", "hardship"])
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("nothing was promised where the program says nothing")
    func unpromised() async throws {
        try await institute.promiseNothing()
        let (here, there) = (try await institute.openCohort(), try await institute.openCohort())
        let holder = try await institute.seated(here, "holder@example.org")
        await refused("transfer-not-promised") {
            _ = try await seats.transfer(holder, to: there, by: .applicant(holder))
        }
    }

    @Test("a rehearsal tells the same and changes nothing")
    func rehearsal() async throws {
        let (here, there) = (try await institute.openCohort(), try await institute.openCohort())
        let holder = try await institute.seated(here, "holder@example.org")
        let told = try await seats.rehearseTransfer(holder, to: there, by: .system)
        #expect(told.status.cohort == there && told.status.seatNumber == 1)
        #expect(try await seats.status(of: holder, by: .system).state == .confirmed)
        #expect(try await institute.registrar.cohorts.roster(code: there, by: .system).entries.isEmpty)
    }

    @Test("who was confirmed in a cancelled cohort may go on elsewhere, whatever the terms")
    func cancelled() async throws {
        let (here, there) = (try await institute.openCohort(daysAhead: 3), try await institute.openCohort())
        let holder = try await institute.seated(here, "holder@example.org")
        let held = try await institute.reserve(here, "held@example.org").id
        try await institute.cancelledByHand(here)
        let moved = try await seats.transfer(holder, to: there, by: .applicant(holder))
        #expect(moved.status.state == .confirmed && moved.status.transfers == 0)
        #expect(try await seats.status(of: holder, by: .system).state == .cancelled)
        #expect(try await seats.transfer(holder, to: there, by: .applicant(holder)).isRepeat)
        await refused("cohort-cancelled") { _ = try await seats.transfer(held, to: there, by: .applicant(held)) }
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("two who swap at the same instant, with one free seat between them, both get there")
    func swap() async throws {
        let (left, right) = (try await institute.openCohort(capacity: 1), try await institute.openCohort(capacity: 2))
        for round in 1...10 {
            let ada = try await institute.seated(left, "ada\(round)@example.org")
            let bo = try await institute.seated(right, "bo\(round)@example.org")
            async let first = attempt(ada, to: right)
            async let second = attempt(bo, to: left)
            var (adas, bos) = try await (first, second)
            // Whoever came first found room; the other finds it now.
            if adas == nil { adas = try await attempt(ada, to: right) }
            if bos == nil { bos = try await attempt(bo, to: left) }
            let (adasNow, bosNow) = (try #require(adas), try #require(bos))
            #expect(adasNow.cohort == right && bosNow.cohort == left)
            _ = try await seats.withdraw(adasNow.id, by: .system)
            _ = try await seats.withdraw(bosNow.id, by: .system)
        }
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("many who move both ways at once: never two seats, never none")
    func crowd() async throws {
        let cohorts = [try await institute.openCohort(), try await institute.openCohort()]
        var ids: [EnrollmentID] = []
        for number in 0..<16 {
            ids.append(try await institute.seated(cohorts[number % 2], "p\(number)@example.org"))
        }
        let staff = try await institute.staff(.registrar)
        let reason = try StaffReason(.ownRequest, "back and forth")
        let moves = try await withThrowingTaskGroup(of: Int.self) { group in
            for id in ids {
                group.addTask {
                    var (now, moves) = (id, 0)
                    for _ in 0..<12 {
                        let status = try await seats.status(of: now, by: .system)
                        let other = status.cohort == cohorts[0] ? cohorts[1] : cohorts[0]
                        do {
                            now = try await seats.transfer(now, to: other, reason: reason, by: staff).status.id
                            moves += 1
                        } catch let refusal as Refusal {
                            #expect(refusal.code == "cohort-full")
                        }
                    }
                    return moves
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(moves > 16)
        let seated: [Int] = try await institute.service.read {
            try $0.all(
                "SELECT count(*)::integer FROM enrollment WHERE seat_number IS NOT NULL GROUP BY person_id"
            )
        }
        #expect(seated == Array(repeating: 1, count: 16))
        #expect(try await institute.brokenInvariants() == [])
    }

    private func attempt(_ id: EnrollmentID, to code: String) async throws -> EnrollmentStatus? {
        do {
            return try await seats.transfer(id, to: code, by: .applicant(id)).status
        } catch let refusal as Refusal where refusal.code == "cohort-full" {
            return nil
        }
    }
}
