import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Wishes whose cohort closes", .database)
struct WishCarryTests {
    let institute = TestDatabase.current
    var seats: Seats { institute.registrar.seats }

    @Test("a link confirms the address in the queue that a place was carried to while it waited for the locks")
    func carriedWhileAwaited() async throws {
        let next = try await institute.fullCohort().cohort
        let (a, b) = (try await institute.fullCohort().cohort, try await institute.fullCohort().cohort)
        let ada = try await institute.reserve(a, "ada@example.org", cohorts: [a, b])
        let plan = try await institute.registrar.cohorts.planClose(code: b, carryTo: next, by: .system)
        let (cohorts, seats) = (institute.registrar.cohorts, seats)
        let (held, hold) = AsyncStream.makeStream(of: Void.self)
        let (queued, queue) = AsyncStream.makeStream(of: Void.self)
        async let holding: Void = institute.owner.write { connection in
            try connection.execute("UPDATE cohort SET last_event_at = last_event_at WHERE code = \(b)")
            hold.finish()
            try connection.hold(untilAwaitedBy: 1)
            queue.finish()
            try connection.hold(untilAwaitedBy: 2)
        }
        for await _ in held {}
        async let closed = cohorts.close(code: b, carryTo: next, hash: plan.hash, by: .system)
        for await _ in queued {}
        async let confirmed = seats.confirm(ada.id, by: .applicant(ada.id))
        try await holding
        #expect(try await closed.isApplied)
        #expect(try await confirmed.elsewhere.map(\.cohort) == [next])
        let place = try #require(try await confirmed.elsewhere.first)
        #expect(try await seats.status(of: place.id, by: .system).addressConfirmed)
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("cohorts of wishes close, are cancelled and are left at once: no rule is broken", arguments: 0..<6)
    func closing(round: Int) async throws {
        let next = try await institute.openCohort(capacity: 2)
        let (a, holder) = try await institute.fullCohort()
        let b = try await institute.fullCohort().cohort
        var wishes: [Reservation.Entry] = []
        for person in 1...4 { wishes.append(try await institute.wait(a, "p\(person)@example.org", or: [b])) }
        // The head has an offer in the one cohort when the other ends.
        _ = try await seats.withdraw(holder, by: .applicant(holder))
        let (cohorts, seats, head, second) = (institute.registrar.cohorts, seats, wishes[0].id, wishes[1].id)
        let code = round.isMultiple(of: 2) ? a : b
        async let ended: Void = {
            let plan =
                round < 3
                ? try await cohorts.planClose(code: code, carryTo: next, lapseOpen: round == 0, by: .system)
                : try await cohorts.planCancel(code: code, by: .system)
            _ =
                try? await round < 3
                ? cohorts.close(code: code, carryTo: next, lapseOpen: round == 0, hash: plan.hash, by: .system)
                : cohorts.cancel(code: code, reason: "The instructor is ill.", hash: plan.hash, by: .system)
        }()
        async let accepted = try? seats.accept(head, by: .applicant(head))
        async let left = try? seats.withdraw(second, by: .applicant(second))
        _ = try await (ended, accepted, left)
        try await institute.settleWhatWasLeft()
        #expect(try await institute.brokenInvariants() == [])
        let live = try await institute.service.read { connection in
            try connection.one(
                """
                SELECT count(*)
                FROM enrollment
                JOIN entry ON entry.id = enrollment.entry_id
                WHERE enrollment.state = 'waitlisted' AND entry.served_at IS NOT NULL
                """,
                as: Int.self
            )
        }
        #expect(live == 0)
    }
}

extension Connection {
    /// Keeps what this transaction has locked until so many others wait for a lock.
    fileprivate func hold(untilAwaitedBy count: Int) throws {
        try script(
            """
            DO $$
            BEGIN
                FOR round IN 1..400 LOOP
                    EXIT WHEN \(count) <= (
                        SELECT count(DISTINCT pg_locks.pid)
                        FROM pg_locks
                        JOIN pg_stat_activity USING (pid)
                        WHERE datname = current_database() AND NOT granted
                    );
                    PERFORM pg_sleep(0.005), pg_stat_clear_snapshot();
                END LOOP;
            END $$
            """
        )
    }
}
