import Postgres

/// A rule that always holds, in words, and as the question which rows break it.
struct Invariant: Sendable {
    let name: String
    let words: String
    /// One column: what names an offending row.
    let offending: SQL

    init(_ name: String, _ words: String, _ offending: SQL) {
        self.name = name
        self.words = words
        self.offending = offending
    }

    static let all: [Invariant] =
        seats + history + firstRefusal + entries + succession + money + progress + exams + scores + evidence
        + certificates + log + renewals + register + list + campaigns + erasure + people + worker + surroundings
}
