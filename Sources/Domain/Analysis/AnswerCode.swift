/// Options as people write them: A is the first of at most 26, and so is 1.
package enum AnswerCode {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ").map(String.init)

    /// The place of the option, from 0; nil for what names none.
    static func option(_ octets: some Collection<UInt8>) -> Int? {
        guard let first = octets.first else { return nil }
        let isLetter = octets.count == 1 && (0x41...0x5A).contains(first & 0xDF)
        guard !isLetter else { return Int(first & 0xDF) - 0x41 }
        guard octets.count <= 2, octets.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let number = octets.reduce(0) { $0 * 10 + Int($1) - 0x30 }
        return (1...26).contains(number) ? number - 1 : nil
    }

    /// The letter of an option, by its place from 0.
    package static func letter(_ option: Int) -> String {
        letters.indices.contains(option) ? letters[option] : String(option + 1)
    }
}
