/// The words of consent that a list may bring: they stay for good, out of an erasure's reach, and under few numbers.
struct ListWordings: Sendable {
    enum Standing {
        case kept, ofAnotherPurpose, new
    }

    /// So many that are new one file may bring.
    static let mostNew = 20

    private let purpose: String
    /// By octets: Swift holds texts for equal that PostgreSQL keeps apart.
    private let purposes: [[UInt8]: Set<String>]

    /// - Parameter kept: The wordings that are here, each with its purpose.
    init(for purpose: String, kept: [(wording: String, purpose: String)] = []) {
        self.purpose = purpose
        purposes = Dictionary(kept.map { (Array($0.wording.utf8), [$0.purpose]) }, uniquingKeysWith: { $0.union($1) })
    }

    /// - Throws: `InvalidInput` for a new wording that cannot be kept.
    func standing(of wording: String) throws(InvalidInput) -> Standing {
        if let found = purposes[Array(wording.utf8)] { return found.contains(purpose) ? .kept : .ofAnotherPurpose }
        if let words = Self.problem(with: wording) { throw InvalidInput(.init("wording", words)) }
        return .new
    }

    private static func problem(with wording: String) -> String? {
        let scalars = wording.unicodeScalars
        if !(1...2_000).contains(scalars.count) { return "A wording has 1 to 2000 characters." }
        if scalars.contains(where: \.isControl) { return "A wording is one line, without control characters." }
        if scalars.contains("@") {
            return "A wording is kept for good and holds nobody's address; write it without the “@”."
        }
        return nil
    }
}
