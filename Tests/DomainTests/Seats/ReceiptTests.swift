import Foundation
import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("The fairness receipt", .database)
struct ReceiptTests {
    let institute = TestDatabase.current
    var seats: Seats { institute.registrar.seats }

    @Test("it counts who was served before, by reason, and how often a seat went past")
    func counts() async throws {
        let cohort = try await institute.openCohort(capacity: 2)
        var ids: [String: EnrollmentID] = [:]
        for name in ["one", "two", "late", "three", "four"] {
            let id = try await institute.reserve(cohort, "\(name)@example.org").id
            if name != "late" { _ = try await seats.confirm(id, by: .applicant(id)) }
            ids[name] = id
        }
        let (one, two, late, four) = try (
            #require(ids["one"]), #require(ids["two"]), #require(ids["late"]), #require(ids["four"])
        )
        // The first seat goes past "late" to "three", the second past both to "four".
        _ = try await seats.prefer(four, because: StaffReason(.accessibility, "Step-free venue"), by: .system)
        _ = try await seats.withdraw(one, by: .applicant(one))
        _ = try await seats.withdraw(two, by: .applicant(two))
        let receipt = try await seats.receipt(of: late, by: .applicant(late))
        #expect(receipt.arrival == 3)
        #expect(receipt.position == 1)
        #expect(receipt.addressConfirmedAt == nil)
        #expect(
            receipt.servedBefore == [
                .init(reason: .addressUnconfirmed, staffReason: nil, count: 1),
                .init(reason: .arrivedEarlier, staffReason: nil, count: 2),
                .init(reason: .staffDecision, staffReason: "accessibility", count: 1),
            ]
        )
        #expect(receipt.passedOver.map(\.count).reduce(0, +) == 2)
        _ = try await seats.confirm(late, by: .applicant(late))
        #expect(try await seats.receipt(of: late, by: .applicant(late)).addressConfirmedAt != nil)
    }

    @Test("whoever was seated at once has a receipt too, and an unknown claim has none")
    func seated() async throws {
        let cohort = try await institute.openCohort(capacity: 2)
        _ = try await institute.reserve(cohort, "first@example.org")
        let second = try await institute.reserve(cohort, "second@example.org").id
        let receipt = try await seats.receipt(of: second, by: .applicant(second))
        #expect(receipt.waitingSince == nil)
        #expect(receipt.position == nil)
        #expect(receipt.servedBefore == [.init(reason: .arrivedEarlier, staffReason: nil, count: 1)])
        #expect(receipt.passedOver == [])
        await #expect { _ = try await seats.receipt(of: EnrollmentID(rawValue: 999), by: .system) } throws: {
            ($0 as? Refusal)?.code == "enrollment-unknown"
        }
    }

    @Test("a receipt is what history alone says, whatever happened", arguments: 1...12)
    func property(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let cohort = try await institute.openCohort(capacity: 2)
        for _ in 1...60 {
            await act(in: cohort, &random)
        }
        let told = try await Told(institute)
        let ids = told.claims.map(\.id)
        #expect(ids.count > 5)
        for id in ids {
            let receipt = try await seats.receipt(of: id, by: .system)
            let rebuilt = told.receipt(of: id)
            #expect(receipt.arrival == rebuilt.arrival)
            #expect(receipt.arrivedAt == rebuilt.arrivedAt)
            #expect(receipt.waitingSince == rebuilt.waitingSince)
            #expect(receipt.addressConfirmedAt == rebuilt.addressConfirmedAt)
            #expect(receipt.position == rebuilt.position)
            let served = receipt.servedBefore.map { served in
                let word = served.staffReason.map { "\(served.reason.rawValue) \($0)" } ?? served.reason.rawValue
                return (word, served.count)
            }
            #expect(Dictionary(uniqueKeysWithValues: served) == rebuilt.served)
            let passes = Dictionary(uniqueKeysWithValues: receipt.passedOver.map { ($0.reason, $0.count) })
            #expect(passes == rebuilt.passes)
            #expect(!receipt.servedBefore.contains { $0.reason == .unrecorded })
        }
        #expect(try await institute.brokenInvariants() == [])
    }

    /// One thing that somebody does, possible or not: refusals are part of the story.
    private func act(in cohort: String, _ random: inout SplitMix64) async {
        let ids: [EnrollmentID] = (try? await institute.service.read { try $0.all("SELECT id FROM enrollment") }) ?? []
        guard let id = ids.randomElement(using: &random), !random.happens(33) else {
            // Some ask again who were there before.
            _ = try? await institute.reserve(cohort, "p\(Int.random(in: 1...12, using: &random))@example.org")
            return
        }
        guard let reason = try? StaffReason(StaffReason.Class.allCases.randomElement(using: &random) ?? .other, "Why")
        else { return }
        switch Int.random(in: 1...12, using: &random) {
        case 1...4: _ = try? await seats.confirm(id, by: .applicant(id))
        case 5: _ = try? await seats.accept(id, by: .applicant(id))
        case 6: _ = try? await seats.decline(id, by: .applicant(id))
        case 7: _ = try? await seats.withdraw(id, by: .applicant(id))
        case 8: _ = try? await seats.remove(id, because: reason, by: .system)
        case 9, 10: _ = try? await seats.restore(id, because: reason, by: .system)
        case 11: _ = try? await seats.prefer(id, because: reason, by: .system)
        default: try? await institute.shiftClock(by: .seconds(Int.random(in: 1...90, using: &random) * 60))
        }
    }
}

/// The events of one cohort and what never changes of its claims, read once; the rest is plain Swift.
private struct Told {
    struct Claim: Decodable, Sendable {
        let id: EnrollmentID
        let arrival: Int
        let predecessorId: EnrollmentID?
    }

    struct Line: Decodable, Sendable {
        let number: Int
        let enrollmentId: EnrollmentID
        let kind: String
        let at: Date
        let reason: String?
    }

    struct Rebuilt {
        var arrival = 0
        var arrivedAt = Date.distantPast
        var waitingSince: Date?
        var addressConfirmedAt: Date?
        var position: Int?
        var served: [String: Int] = [:]
        var passes: [String: Int] = [:]
    }

    let claims: [Claim]
    let lines: [Line]

    init(_ institute: TestDatabase) async throws {
        // Whoever asks for a receipt settles what is due; so history is read after that.
        _ = try await institute.registrar.seats.settleDue()
        (claims, lines) = try await institute.service.read { connection in
            (
                try connection.all("SELECT id, arrival, predecessor_id FROM enrollment ORDER BY id"),
                try connection.all(
                    "SELECT number, enrollment_id, kind, at, reason FROM enrollment_event ORDER BY number"
                )
            )
        }
    }

    private static let notes: Set = ["address_confirmed", "passed_over", "preferred", "changed"]

    /// Walks through history in order, and notes what the bearer of one claim would have seen.
    func receipt(of id: EnrollmentID) -> Rebuilt {
        let arrivals = Dictionary(uniqueKeysWithValues: claims.map { ($0.id, $0.arrival) })
        let before = Dictionary(uniqueKeysWithValues: claims.map { ($0.id, $0.predecessorId) })
        var mine: Set = [id]
        var next = before[id] ?? nil
        while let link = next {
            mine.insert(link)
            next = before[link] ?? nil
        }
        var receipt = Rebuilt()
        receipt.arrival = arrivals[id] ?? 0
        receipt.arrivedAt = lines.first { mine.contains($0.enrollmentId) }?.at ?? .distantPast
        var isOver = false
        var standing = ""
        var served: Set<Int> = []
        var preferred: [Int: String] = [:]
        var waiting: [EnrollmentID: Int] = [:]
        var preferences: [Int: Int] = [:]
        for line in lines {
            let arrival = arrivals[line.enrollmentId] ?? 0
            if mine.contains(line.enrollmentId) {
                if line.kind == "waitlisted", receipt.waitingSince == nil { receipt.waitingSince = line.at }
                if ["address_confirmed", "confirmed", "accepted"].contains(line.kind) {
                    receipt.addressConfirmedAt = receipt.addressConfirmedAt ?? line.at
                }
                if line.kind == "passed_over" { receipt.passes[line.reason ?? "", default: 0] += 1 }
                let moves = line.kind != "waitlisted" && !Self.notes.contains(line.kind)
                if line.enrollmentId == id, moves { isOver = true }
                if !Self.notes.contains(line.kind) { standing = line.kind }
            } else if !isOver, ["held", "offered", "confirmed"].contains(line.kind), served.insert(arrival).inserted {
                // Whoever came later and was served while this claim had a seat did not go before it.
                if arrival < receipt.arrival || ["waitlisted", "removed"].contains(standing) {
                    let word = reason(of: line, arrival, receipt.arrival, preferred[arrival], mine, standing)
                    receipt.served[word, default: 0] += 1
                }
            }
            switch line.kind {
            case "preferred":
                preferred[arrival] = preferred[arrival] ?? line.reason
                preferences[arrival] = preferences[arrival] ?? line.number
            case "waitlisted": waiting[line.enrollmentId] = arrival
            default: if !Self.notes.contains(line.kind) { waiting[line.enrollmentId] = nil }
            }
        }
        let order = waiting.sorted {
            (preferences[$0.value] ?? .max, $0.value) < (preferences[$1.value] ?? .max, $1.value)
        }
        receipt.position = order.firstIndex { $0.key == id }.map { $0 + 1 }
        return receipt
    }

    private func reason(
        of line: Line,
        _ arrival: Int,
        _ own: Int,
        _ preference: String?,
        _ mine: Set<EnrollmentID>,
        _ standing: String
    ) -> String {
        if arrival < own { return "arrived_earlier" }
        if standing == "removed" { return "removed" }
        if let preference { return "staff_decision \(preference)" }
        if line.reason == "removal_undone" { return "staff_decision removal_undone" }
        let pass = lines.first {
            $0.kind == "passed_over" && $0.at == line.at && mine.contains($0.enrollmentId)
                && $0.reason != "staff_decision"
        }
        return pass?.reason ?? "unrecorded"
    }
}
