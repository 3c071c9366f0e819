import Postgres

/// What importing a list will do, or did, as staff read it.
package struct ListPlan: Sendable {
    package struct Count: Equatable, Sendable {
        package let outcome: ListOutcome
        package let rows: Int
        /// The first lines of the file of which it is so.
        package let lines: [Int]
    }

    package let hash: String
    package let isApplied: Bool
    package let encoding: TextEncoding
    /// nil is a list in no profile of ours.
    package let profile: ExportProfile?
    /// What parts the cells; nil for JSON.
    package let separator: String?
    package let headings: [ListColumn: String]
    package let ignoredColumns: [String]
    package let rows: Int
    package let counts: [Count]
    /// What is missing for a proof of consent: `source`, `given-on`, `wording`; rows may have it of their own.
    package let missingProof: [String]
    package let badRows: Int
    /// The first thousand, with their lines.
    package let problems: [Refusal.Problem]
    package let quarantinedRows: Int
    package let quarantined: [Refusal.Problem]

    package func rows(_ outcome: ListOutcome) -> Int { counts.first { $0.outcome == outcome }?.rows ?? 0 }
}

/// A list against what is known here.
struct ListReview {
    let list: ListImport
    let evidence: ListEvidence
    let reading: ListReading
    let separator: UInt8?
    let standing: ListStanding

    /// What the plan's hash covers: the file, how it is read, what was said of it, and what becomes of which row.
    var totals: [PlanTotal] {
        let said: [(String, String?)] = [
            ("file", evidence.digest), ("encoding", evidence.encoding.rawValue), ("purpose", list.purpose),
            ("profile", reading.header?.profile?.rawValue), ("source", list.proof.source),
            ("given on", list.proof.givenOn?.description), ("wording", list.proof.wording?.words),
            (
                "columns",
                headings.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key.rawValue)=\($0.value)" }.joined(
                    separator: ", "
                )
            ),
        ]
        return said.compactMap { subject, words in words.map { PlanTotal(subject, $0) } }
            + standing.counts.map { PlanTotal("rows \($0.outcome.rawValue)", $0.rows) }
            + [
                PlanTotal("bad rows", reading.problems.rows), PlanTotal("quarantined rows", reading.quarantined.rows),
                PlanTotal("which rows", standing.digest),
            ]
    }

    private var headings: [ListColumn: String] { reading.header?.headings ?? [:] }

    func plan(_ hash: String, isApplied: Bool = false) -> ListPlan {
        ListPlan(
            hash: hash,
            isApplied: isApplied,
            encoding: evidence.encoding,
            profile: evidence.isJSON ? .jsonl : reading.header?.profile,
            separator: separator.map { String(UnicodeScalar($0)) },
            headings: headings,
            ignoredColumns: reading.header?.ignored ?? [],
            rows: reading.rows,
            counts: standing.counts,
            missingProof: list.proof.missing,
            badRows: reading.problems.rows,
            problems: reading.problems.kept,
            quarantinedRows: reading.quarantined.rows,
            quarantined: reading.quarantined.kept
        )
    }
}

extension ConsentProof {
    fileprivate var missing: [String] {
        [source == nil ? "source" : nil, givenOn == nil ? "given-on" : nil, wording == nil ? "wording" : nil]
            .compactMap(\.self)
    }
}

extension ConsentProof.Wording {
    fileprivate var words: String {
        switch self {
        case .text(let text): text
        case .version(let version): "version \(version)"
        }
    }
}
