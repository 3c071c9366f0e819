import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Wishes at the same instant", .database)
struct WishRaceTests {
    let institute = TestDatabase.current
    var seats: Seats { institute.registrar.seats }

    @Test("the seats of both cohorts free at the same instant: one offer, and the other cohort passes the wish over")
    func bothAtOnce() async throws {
        for round in 1...12 {
            let (a, holderOfA) = try await institute.fullCohort()
            let (b, holderOfB) = try await institute.fullCohort()
            let ada = try await institute.wait(a, "ada\(round)@example.org", or: [b])
            let nexts = [
                try await institute.wait(a, "next-a\(round)@example.org").id,
                try await institute.wait(b, "next-b\(round)@example.org").id,
            ]
            let seats = seats
            async let first = seats.withdraw(holderOfA, by: .applicant(holderOfA))
            async let second = seats.withdraw(holderOfB, by: .applicant(holderOfB))
            _ = try await (first, second)

            var offered: [Int] = []
            for (index, place) in ada.waiting.enumerated() {
                if try await seats.status(of: place.id, by: .system).state == .offered { offered.append(index) }
            }
            #expect(offered.count == 1)
            let other = 1 - (offered.first ?? 0)
            #expect(try await seats.status(of: nexts[other], by: .system).state == .offered)
            #expect(
                try await institute.events(of: ada.waiting[other].id).last == "passed_over/offer_open_elsewhere"
            )
        }
        #expect(try await institute.brokenInvariants() == [])
    }

    @Test("a verb locks every cohort of its wish, though one of them changed while its lock was awaited")
    func changedWhileAwaited() async throws {
        let cohorts = [try await institute.fullCohort().cohort, try await institute.fullCohort().cohort]
        let (middle, _) = try await institute.fullCohort()
        let ada = try await institute.wait(cohorts[0], "ada@example.org", or: [middle, cohorts[1]])
        let (changed, signal) = AsyncStream.makeStream(of: Void.self)
        async let change: Void = institute.owner.write { connection in
            try connection.execute("UPDATE cohort SET last_event_at = last_event_at WHERE code = \(middle)")
            signal.finish()
            // Until somebody waits for it.
            try connection.script(
                """
                DO $$
                BEGIN
                    FOR round IN 1..4000 LOOP
                        EXIT WHEN EXISTS (
                            SELECT
                            FROM pg_locks
                            WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))
                        );
                        PERFORM pg_sleep(0.005);
                    END LOOP;
                END $$
                """
            )
        }
        for await _ in changed {}
        let locked = try await institute.service.write { try $0.lockClaim(ada.id).cohorts.count }
        try await change
        #expect(locked == 3)
    }

    @Test("many wishes over three cohorts, everybody acting at once: no deadlock surfaces and no rule is broken")
    func storm() async throws {
        var cohorts: [String] = []
        for _ in 1...3 { cohorts.append(try await institute.openCohort(capacity: 2)) }
        let institute = institute
        let (seats, codes) = (seats, cohorts)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for person in 0..<24 {
                group.addTask {
                    var generator = SplitMix(state: UInt64(person))
                    let wished = codes.shuffled(using: &generator).prefix(person % 3 + 1)
                    let entry = try await institute.reserve(wished[0], "p\(person)@example.org", cohorts: Array(wished))
                    let ids = entry.waiting.isEmpty ? [entry.id] : entry.waiting.map(\.id)
                    for _ in 1...12 {
                        guard let id = ids.randomElement(using: &generator) else { return }
                        do {
                            switch Int.random(in: 0..<10, using: &generator) {
                            case 0...2: _ = try await seats.confirm(id, by: .applicant(id))
                            case 3...4: _ = try await seats.accept(id, by: .applicant(id))
                            case 5: _ = try await seats.decline(id, by: .applicant(id))
                            case 6: _ = try await seats.withdraw(id, by: .applicant(id))
                            case 7: try await institute.settleWhatWasLeft()
                            default: _ = try await seats.settleDue()
                            }
                        } catch let refusal as Refusal where refusal.kind != .unavailable {
                            continue
                        }
                    }
                }
            }
            group.addTask { for _ in 1...6 { try await institute.shiftClock(by: .seconds(1800)) } }
            try await group.waitForAll()
        }
        _ = try await seats.settleDue()
        try await institute.settleWhatWasLeft()
        #expect(try await institute.brokenInvariants() == [])
    }

    /// The same walk for the same person in every run.
    private struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
