import Domain

extension RescorePlan {
    /// - Parameter name: The form as it was named on the command line.
    func answer(_ name: String) -> Answer {
        let next = NextCommand("registrar", "exam", "rescore", name).adding("--apply", hash)
        return Answer(
            json,
            [
                .words(summary),
                .details([
                    ("Request", .init("\(request), asked by \(askedBy)")),
                    ("Why", .init(reason ?? "(erased)")),
                    (
                        "New keys",
                        .init(items.map { "\($0.code), version \($0.keyVersion + 1)" }.joined(separator: "; "))
                    ),
                ]),
                attempts.isEmpty ? .words("Nobody's points change.") : .table(table),
            ]
                + (isApplied
                    ? [.words("Done. Whoever's result flipped is told by mail that a result is there.")]
                    : [
                        .words("Nothing was changed yet. A decider who is not \(askedBy) carries out this plan:"),
                        .verbatim(next.lines.joined(separator: "\n")),
                    ])
        )
    }

    private var summary: String {
        let (passing, failing) = (flips.count { $0.becomes.passed }, flips.count { !$0.becomes.passed })
        let who = attempts.count == 1 ? "1 attempt" : "\(attempts.count) attempts"
        return "\(form.printed): \(who) scored again; \(passing) to pass now, \(failing) to fail now."
    }

    private var table: Table {
        Table(
            attempts,
            [
                .number("CANDIDATE") { .init($0.candidate.rawValue) },
                .text("FORM", gives: true) { .init($0.form) },
                .number("RAW") { .init("\($0.was.raw)") },
                .number("NOW") { .init("\($0.becomes.raw)") },
                .number("SCALED") { .init("\($0.was.scaled)") },
                .number("NOW") { .init("\($0.becomes.scaled)") },
                .text("RESULT") { line in
                    let word = line.becomes.passed ? "passed" : "failed"
                    return line.flips
                        ? .init("FLIPS to \(word)", line.becomes.passed ? .good : .bad) : .init("stays \(word)", .faint)
                },
                .text("CERTIFICATION") { .init($0.decision?.rawValue ?? "", $0.decision?.tone ?? .faint) },
            ]
        )
    }

    private var json: JSON {
        [
            "request": .integer(request.rawValue), "form": .string(form.printed), "hash": .string(hash),
            "applied": .bool(isApplied), "asked_by": .string(askedBy), "asked_at": Moment.json(askedAt),
            "reason": .text(reason),
            "items": .list(items) { ["item": .string($0.code), "key_version": .integer($0.keyVersion + 1)] },
            "attempts": .list(attempts) { line in
                [
                    "candidate": .integer(line.candidate.rawValue), "attempt": .integer(line.attempt.rawValue),
                    "form": .string(line.form), "was": line.was.json, "becomes": line.becomes.json,
                    "flips": .bool(line.flips), "decision": .text(line.decision?.rawValue),
                ]
            },
        ]
    }
}

extension RescoreOutcome.Points {
    fileprivate var json: JSON {
        ["raw": .integer(raw), "scaled": .integer(scaled), "passed": .bool(passed)]
    }
}
