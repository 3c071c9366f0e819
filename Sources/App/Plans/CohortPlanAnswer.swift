import Domain

extension CohortPlan {
    /// The plan as a table with its totals, and what to type next; `done` says what was carried out.
    func answer(done: String, harm: String? = nil, next: NextCommand) -> Answer {
        let claims = lines.filter { $0.outcome.enrollment != nil }
        return Answer(
            json,
            [
                .words(head),
                .details(changes),
                claims.isEmpty ? .words("") : .table(Table(claims, columns(of: claims))),
                .details(totals),
            ] + closing(done, harm, next)
        )
    }

    private var head: String {
        let now = isApplied ? "" : "now \(cohort.state.rawValue), "
        return "\(cohort.code), \(cohort.programName): \(now)\(cohort.seatWords)."
    }

    private var changes: [(label: String, value: Table.Cell)] {
        lines.flatMap { $0.outcome.changes ?? [] }.map { change in
            let parts = change.split(separator: ": ", maxSplits: 1).map(String.init)
            return (label: parts.first ?? "", value: .init(parts.dropFirst().first))
        }
    }

    private func columns(of claims: [Line]) -> [Table.Column<Line>] {
        [
            .number("NO") { .init($0.outcome.enrollment?.rawValue) },
            .number("SEAT") { .init($0.outcome.seatNumber) },
            .text("STATE") { .init($0.outcome.was) },
            .text("BECOMES") { line in .init(words(for: line.outcome), line.outcome.fate.tone) },
            .text("MAIL") { .init($0.outcome.letter) },
            .number("DUE \(cohort.currency)") { .init(due($0)) },
            .text("WHO", gives: true) { .init("\($0.name?.rawValue ?? "?") <\($0.email?.rawValue ?? "?")>") },
        ].filter { column in
            !["DUE \(cohort.currency)", "MAIL", "SEAT"].contains(column.title)
                || claims.contains { !column.cell($0).text.isEmpty }
        }
    }

    private func words(for outcome: CohortOutcome) -> String {
        switch outcome.fate {
        case .kept: "kept to \(outcome.until.map { Moment.short($0, in: cohort.timeZone) } ?? "?")"
        case .carried: "carried to \(outcome.target ?? "?")"
        case .there: "closed, is in \(outcome.target ?? "?")"
        default:
            outcome.fate.words
                + (outcome.caseMinor.map { ", case \(Currency.words($0, cohort.currency))" } ?? "")
        }
    }

    /// The amount alone; the column names its currency.
    private func due(_ line: Line) -> String? {
        guard line.dueMinor > 0, staysLive(line) else { return nil }
        return String(Currency.words(line.dueMinor, cohort.currency).prefix { $0 != " " })
    }

    /// Whether the claim goes on, so that what is due for it still is.
    private func staysLive(_ line: Line) -> Bool {
        [.stays, .kept, .told, .attended, .noShow].contains(line.outcome.fate)
    }

    private var totals: [(label: String, value: Table.Cell)] {
        let fates = CohortOutcome.Fate.allCases.compactMap { fate -> String? in
            let count = lines.count { $0.outcome.enrollment != nil && $0.outcome.fate == fate }
            return count == 0 ? nil : "\(count) \(fate.words)"
        }
        let due = lines.filter { $0.dueMinor > 0 && staysLive($0) }
        let cases = lines.compactMap(\.outcome.caseMinor)
        return [
            ("Claims", .init(fates.joined(separator: ", "))),
            ("Mail", .init(letters.map { "\($0.count) \($0.kind)" }.joined(separator: ", "))),
            ("Missing", .init(due.isEmpty ? nil : sum(due.map(\.dueMinor), "payment", "payments"))),
            ("Cases", .init(cases.isEmpty ? nil : sum(cases, "to decide on", "to decide on"))),
        ]
    }

    private func sum(_ amounts: [Int], _ one: String, _ many: String) -> String {
        let total = Currency.words(amounts.reduce(0, +), cohort.currency)
        return "\(amounts.count) \(amounts.count == 1 ? one : many), \(total)"
    }

    private var letters: [(kind: String, count: Int)] {
        let kinds = lines.compactMap(\.outcome.letter)
        return Set(kinds).sorted().map { kind in (kind, kinds.count { $0 == kind }) }
    }

    private func closing(_ done: String, _ harm: String?, _ next: NextCommand) -> [Block] {
        guard !lines.isEmpty else { return [.words("Nothing to change.")] }
        guard !isApplied else { return [.words(done)] }
        return [
            .words("Nothing was changed yet. \(harm.map { $0 + " " } ?? "")To carry out this plan:"),
            .verbatim(next.adding("--apply", hash).lines.joined(separator: "\n")),
            .hint(cohortHasTimes ? "Times are in \(cohort.timeZone)." : ""),
        ]
    }

    private var cohortHasTimes: Bool { lines.contains { $0.outcome.until != nil } }
}

extension CohortPlan {
    /// The plan for programs: its hash, a line for each claim, and the totals.
    var json: JSON {
        let claims = lines.filter { $0.outcome.enrollment != nil }
        return [
            "verb": .string(verb), "hash": .string(hash), "applied": .bool(isApplied), "cohort": cohort.json,
            "changes": .list(lines.flatMap { $0.outcome.changes ?? [] }, JSON.string),
            "lines": .list(claims) { line in
                let outcome = line.outcome
                return [
                    "enrollment": .count(outcome.enrollment?.rawValue), "state": .string(outcome.was),
                    "becomes": .string(outcome.fate.rawValue), "seat_number": .count(outcome.seatNumber),
                    "until": Moment.json(outcome.until), "cohort": .text(outcome.target),
                    "mail": .text(outcome.letter), "due_minor": .integer(line.dueMinor),
                    "case_minor": .count(outcome.caseMinor), "name": .text(line.name?.rawValue),
                    "email": .text(line.email?.rawValue),
                ]
            },
            "totals": .object(
                CohortOutcome.Fate.allCases.compactMap { fate in
                    let count = claims.count { $0.outcome.fate == fate }
                    return count == 0 ? nil : JSON.Member(fate.rawValue, .integer(count))
                }
            ),
            "mail": .object(letters.map { .init($0.kind, .integer($0.count)) }),
        ]
    }
}

extension CohortOutcome.Fate {
    fileprivate var words: String {
        switch self {
        case .closes, .completes, .cancels, .changes: rawValue
        case .stays: "stays"
        case .kept: "kept"
        case .lapses: "lapses"
        case .closed: "closed"
        case .carried: "carried"
        case .there: "closed (there already)"
        case .attended: "attended"
        case .noShow: "no-show"
        case .cancelled: "cancelled"
        case .told: "told"
        }
    }

    fileprivate var tone: Tone {
        switch self {
        case .stays, .attended: .good
        case .kept, .carried: .waiting
        case .lapses, .cancelled: .bad
        default: .faint
        }
    }
}
