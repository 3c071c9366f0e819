import Credentials
import Testing

@Suite("A certificate's ID")
struct CertificateIDTests {
    static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    @Test("its check character is ISO 7064 MOD 37-2", arguments: [("G123489654321", "Y"), ("7K3M9QRT2W", "R")])
    func vectors(text: String, check: String) {
        #expect(CheckCharacter.of(text.utf8) == check.utf8.first)
        #expect(CheckCharacter.holds(in: (text + check).utf8))
    }

    @Test("ten thousand drawn are of the alphabet, different, and hold their check")
    func drawn() {
        let ids = (0..<10_000).map { _ in CertificateID() }
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.rawValue.count == 11 && $0.rawValue.allSatisfy(Self.alphabet.contains) })
        #expect(ids.allSatisfy { CheckCharacter.holds(in: $0.rawValue.utf8) })
        // Every character is drawn at every place, so that all 50 bits are in use.
        for place in 0..<10 {
            #expect(Set(ids.map { Array($0.rawValue)[place] }).count == 32)
        }
    }

    @Test("a draw whose check would be I, L, O, U or * is drawn again")
    func redrawn() throws {
        // 0000000000 has the check 1; the first draw here is one whose check is none of the alphabet.
        let characters = Self.alphabet.map(String.init)
        let refused = try #require(
            characters.map { "000000000" + $0 }.first { CertificateID(rawValue: $0 + "0") == nil && unprintable($0) }
        )
        let bits = refused.reduce(UInt64(0)) { $0 << 5 | UInt64(Self.alphabet.firstIndex(of: $1) ?? 0) }
        var generator = Scripted(numbers: [bits, 0])
        #expect(CertificateID(using: &generator).rawValue == "00000000001")
        #expect(generator.numbers.isEmpty)
    }

    private func unprintable(_ text: String) -> Bool {
        CheckCharacter.of(text.utf8).map { "ILOU*".utf8.contains($0) } ?? false
    }

    /// Gives the wished numbers as `next(upperBound: 1 << 50)` reads them: from the upper 50 bits.
    struct Scripted: RandomNumberGenerator {
        var numbers: [UInt64]
        mutating func next() -> UInt64 { numbers.removeFirst() << 14 }
    }

    @Test("printed in groups, with the credential's prefix for show")
    func printed() throws {
        let id = try #require(CertificateID(rawValue: "7K3M9QRT2WR"))
        #expect(id.printed(prefix: "MES") == "MES-7K3M9-QRT2W-R")
        #expect(id.printed() == "7K3M9-QRT2W-R")
        #expect(CertificateID.read(id.printed(prefix: "MES")) == .id(id))
    }

    @Test(
        "stored text is taken exactly or not at all",
        arguments: ["", "7k3m9qrt2wr", "7K3M9QRT2W", "7K3M9QRT2WS", "7K3M9-QRT2W-R", "7K3M9QRT2WR ", "UUUUUUUUUUU"]
    )
    func exact(text: String) {
        #expect(CertificateID(rawValue: text) == nil)
    }

    @Test("every single error, adjacent swap, jump swap and twin is told as a typing error")
    func errors() {
        for _ in 0..<100 {
            let id = Array(CertificateID().rawValue)
            for place in id.indices {
                for other in Self.alphabet where other != id[place] { expectError(id, [(place, other)]) }
            }
            for place in 0..<10 where id[place] != id[place + 1] {
                expectError(id, [(place, id[place + 1]), (place + 1, id[place])])
            }
            for place in 0..<9 where id[place] != id[place + 2] {
                expectError(id, [(place, id[place + 2]), (place + 2, id[place])])
            }
            for (place, step) in (0..<10).map({ ($0, 1) }) + (0..<9).map({ ($0, 2) }) {
                var twin = id
                twin[place + step] = twin[place]
                guard CertificateID(rawValue: String(twin)) != nil || twin == id else { continue }
                for other in Self.alphabet where other != twin[place] {
                    expectError(twin, [(place, other), (place + step, other)])
                }
            }
        }
    }

    private func expectError(_ id: [Character], _ changes: [(Int, Character)]) {
        var wrong = id
        for (place, character) in changes { wrong[place] = character }
        let reading = CertificateID.read(String(wrong))
        if reading != .typingError(.wrongCheck) {
            Issue.record("\(String(id)) and \(String(wrong)) both pass")
        }
    }
}
