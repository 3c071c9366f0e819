import Foundation
import TestSupport
import Testing

/// How much is tried: MODEL_SEQUENCES (200) sequences of MODEL_SEED (1), dealt out to test cases.
private enum Amount {
    static let sequences = setting("MODEL_SEQUENCES", 200)
    static let seed = setting("MODEL_SEED", 1)
    /// Each case has a database of its own, which a hundred sequences share at most.
    static let cases = Array(0..<max(4, (sequences + 99) / 100))

    private static func setting(_ name: String, _ usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? usual
    }
}

@Suite("The machine against its model", .database)
struct ModelTests {
    @Test(
        "random steps bring both to the same answers, seats, positions, deadlines and histories",
        arguments: Amount.cases
    )
    func sequences(number: Int) async throws {
        let stage = try await Stage(.current)
        var steps = 0
        let share = Array(stride(from: number, to: Amount.sequences, by: Amount.cases.count))
        for sequence in share {
            var random = SplitMix64(seed: UInt64(Amount.seed) << 32 | UInt64(sequence))
            let scenario = Scenario(using: &random, steps: Int.random(in: 8...28, using: &random))
            guard let difference = try await stage.firstDifference(in: scenario, counting: &steps) else { continue }
            let shortest = try await stage.shrink(difference)
            Issue.record("Sequence \(sequence) of seed \(Amount.seed), shrunk:\n\(shortest)")
            return
        }
        print("model: \(share.count) sequences, \(steps) steps, no difference; \(try await stage.happened())")
        try await stage.set(clock: Date(timeIntervalSince1970: 1_900_000_000))
        try await stage.work()
        let broken = try await TestDatabase.current.brokenInvariants()
        #expect(broken == [])
    }
}
