import Testing

@testable import Domain

@Suite("Shuffle")
struct ShuffleTests {
    @Test("the same seed gives the same order on every machine and in every release; these were counted in Python")
    func fixed() {
        #expect(Shuffle(seed: 1).items(10) == [10, 1, 2, 5, 9, 3, 4, 8, 7, 6])
        #expect(Shuffle(seed: -1).items(5) == [2, 3, 1, 4, 5])
        #expect(Shuffle(seed: 1).options(4, at: 1) == [3, 1, 4, 2])
        #expect(Shuffle(seed: .min).options(6, at: 3) == [5, 6, 2, 4, 1, 3])
        #expect(Shuffle(seed: 1).items(10) != Shuffle(seed: 2).items(10))
    }

    @Test("nothing is lost and nothing stands twice", arguments: [0, 1, 2, 5, 100], [0, 1, -1, Int.max, Int.min])
    func whole(_ count: Int, _ seed: Int) {
        let all = count == 0 ? [] : Array(1...count)
        #expect(Shuffle(seed: seed).items(count).sorted() == all)
        #expect(Shuffle(seed: seed).options(count, at: 7).sorted() == all)
    }

    @Test("each order is about as likely as any other")
    func even() {
        var counts: [[Int]: Int] = [:]
        for seed in 0..<24_000 { counts[Shuffle(seed: seed).items(4), default: 0] += 1 }
        #expect(counts.count == 24)
        // Six standard errors around 1,000.
        #expect(counts.values.allSatisfy { abs($0 - 1_000) < 190 })
        var letters = Array(repeating: 0, count: 4)
        for position in 1...4_000 { letters[Shuffle(seed: 9).options(4, at: position)[0] - 1] += 1 }
        #expect(letters.allSatisfy { abs($0 - 1_000) < 170 })
    }
}
