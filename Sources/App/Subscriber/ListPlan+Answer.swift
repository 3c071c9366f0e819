import Domain

extension ListPlan {
    /// So many lines are told on a screen; `--json` has a thousand.
    private static let mostLines = 20

    /// What becomes of the rows, what was wrong with them, and what to type next.
    func answer(next: NextCommand) -> Answer {
        let command = next.adding("--apply", hash).lines.joined(separator: "\n")
        let isOpen = !isApplied && rows(.new) + rows(.toConfirm) > 0
        return Answer(
            json,
            [
                .details(reading),
                .table(
                    Table(
                        counts,
                        [
                            .number("ROWS") { .init($0.rows) },
                            .text("WHAT BECOMES OF THEM", gives: true) { .init($0.outcome.words, $0.outcome.tone) },
                            .text("LINES") { .init($0.lineWords) },
                        ]
                    )
                ),
                .words(proofWords),
            ] + Self.list(problems, badRows, "bad and left out")
                + Self.list(
                    quarantined,
                    quarantinedRows,
                    "in quarantine and left out, since a spreadsheet would run a cell"
                )
                + [.words(words)] + (isOpen ? [.verbatim(command)] : [])
        )
    }

    private var reading: [(label: String, value: Table.Cell)] {
        [
            ("Form", .init(profile?.rawValue ?? "none of the profiles")),
            (
                "Encoding",
                .init(encoding.rawValue + (separator.map { ", cells parted by \(Self.separatorWords($0))" } ?? ""))
            ),
            (
                "Columns",
                .init(
                    headings.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                        "\($0.key.rawValue) from “\($0.value)”"
                    }.joined(separator: ", ")
                )
            ),
            ("Ignored", .init(ignoredColumns.isEmpty ? nil : ignoredColumns.joined(separator: ", "))),
            ("Rows", .init(rows)),
        ]
    }

    private static func separatorWords(_ separator: String) -> String {
        switch separator {
        case ";": "semicolons"
        case "\t": "tabs"
        default: "commas"
        }
    }

    private var proofWords: String {
        guard rows(.toConfirm) > 0, !missingProof.isEmpty else { return "" }
        let missing = missingProof.map { "--\($0)" }.joined(separator: ", ")
        return """
            Without proof of consent nobody is on the list. Where the rows do not say it themselves, it wants \(missing); \
            otherwise these people enter as to be confirmed.
            """
    }

    private static func list(_ problems: [Refusal.Problem], _ rows: Int, _ what: String) -> [Block] {
        guard rows > 0 else { return [] }
        let shown = problems.prefix(mostLines)
        return [
            .words("\(rows) \(rows == 1 ? "row is" : "rows are") \(what):"),
            .verbatim(shown.map(\.message).joined(separator: "\n")),
            .hint(problems.count > shown.count ? "… and more; --json tells a thousand." : ""),
        ]
    }

    private var words: String {
        let (new, toConfirm) = (rows(.new), rows(.toConfirm))
        if isApplied { return "Imported: \(new) on the list, \(toConfirm) to be confirmed." }
        if new + toConfirm == 0 { return "There is nobody to import." }
        return
            "\(new) would be on the list, \(toConfirm) to be confirmed. Nothing was changed yet. To carry out this plan:"
    }

    private var json: JSON {
        [
            "hash": .string(hash), "applied": .bool(isApplied), "encoding": .string(encoding.rawValue),
            "profile": .text(profile?.rawValue), "separator": .text(separator), "rows": .integer(rows),
            "outcomes": .object(counts.map { JSON.Member($0.outcome.rawValue, .integer($0.rows)) }),
            "missing_proof": .list(missingProof, JSON.string), "bad_rows": .integer(badRows),
            "problems": .list(problems) { ["place": .string($0.field), "message": .string($0.message)] },
            "quarantined_rows": .integer(quarantinedRows),
            "quarantined": .list(quarantined) { ["place": .string($0.field), "message": .string($0.message)] },
            "ignored_columns": .list(ignoredColumns, JSON.string),
        ]
    }
}

extension ListPlan.Count {
    fileprivate var lineWords: String {
        lines.map(String.init).joined(separator: ", ") + (rows > lines.count ? ", …" : "")
    }
}

extension ListOutcome {
    fileprivate var words: String {
        switch self {
        case .new: "on the list, with proof"
        case .toConfirm: "to be confirmed"
        case .subscribed: "on the list already"
        case .asked: "to be confirmed, as before"
        case .duplicate: "stand in the file twice"
        case .withdrawn: "left the list; not put back"
        case .merged: "an old address of somebody"
        case .future: "would have agreed in the future"
        case .erasure: "erased; not put back"
        case .complaint: "complained; not put back"
        case .unsubscribe: "unsubscribed; not put back"
        case .staff: "suppressed by staff"
        case .hardBounce: "suppressed: mail came back"
        case .softBounces: "suppressed: mail came back often"
        }
    }

    fileprivate var tone: Tone {
        switch self {
        case .new: .good
        case .toConfirm: .waiting
        case .future: .bad
        default: .faint
        }
    }
}
