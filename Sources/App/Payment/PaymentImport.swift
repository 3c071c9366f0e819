import ArgumentParser
import Domain

/// Imports a bank's file in two steps, a plan and its application.
struct PaymentImport: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import payments from a bank's CSV: first the plan, then with its hash.",
        usage: """
            registrar payment import <file>
                     [--dry-run | --apply <hash> | --yes] [<options>]
            """,
        discussion: """
            The header names date, amount, currency, reference and purpose, in any order; other \
            columns are left alone. The purpose has the claim as REG- and its number, the amount \
            a point: 1295.00. Every bad row is listed, and then nothing is recorded.

            Example:
              registrar payment import november.csv
              registrar payment import november.csv --apply 3f0c…
            """
    )

    @Argument(help: "The file, in CSV.", completion: .file(extensions: ["csv"]))
    var file: String

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let payments = desk.registrar.payments
        let source = TableSource(name: file, octets: try InputFile.octets(at: file))
        if let apply = planning.apply {
            return answer(try await payments.applyImport(source, hash: apply, by: actor), isApplied: true)
        }
        let planned = try await payments.planImport(source, by: actor)
        guard planning.yes else { return answer(planned, isApplied: false) }
        return answer(try await payments.applyImport(source, hash: planned.plan.hash, by: actor), isApplied: true)
    }

    private func answer(_ planned: PaymentImportPlan, isApplied: Bool) -> Answer {
        let plan = planned.plan
        let new = plan.outcomes.filter { $0.effect != .again }
        let totals = Dictionary(grouping: new, by: \.currency)
            .map { Currency.words($0.value.map(\.amountMinor).reduce(0, +), $0.key) }
            .sorted()
        let count = "\(new.count) new \(new.count == 1 ? "payment" : "payments")"
        let sum = totals.isEmpty ? "" : ", \(totals.joined(separator: " and "))"
        let words =
            switch (isApplied, new.isEmpty) {
            case (_, true): "Nothing to record."
            case (true, false): "Recorded: \(count)\(sum)."
            case (false, false):
                "\(count)\(sum). Nothing was recorded yet. To carry out this plan, repeat the command with\n  --apply \(plan.hash)"
            }
        return Answer(
            [
                "hash": .string(plan.hash), "applied": .bool(isApplied), "rows": .list(plan.outcomes, \.json),
                "ignored_columns": .list(planned.ignoredColumns, JSON.string),
            ],
            Output.list(
                plan.outcomes,
                none: "",
                [
                    .number("LINE") { .init($0.line) },
                    .number("NO") { .init($0.goesTo.rawValue) },
                    .text("COHORT") { .init($0.cohort) },
                    .number("AMOUNT") { .init(Currency.words($0.amountMinor, $0.currency)) },
                    .text("REFERENCE", gives: true) { .init($0.reference) },
                    .text("WHAT") { .init($0.effectWords, $0.effect.tone) },
                ]
            ),
            .hint(
                planned.ignoredColumns.isEmpty
                    ? "" : "Not looked at: \(planned.ignoredColumns.joined(separator: ", "))."
            ),
            .words(words)
        )
    }
}

extension PlannedPayment {
    fileprivate var json: JSON {
        [
            "line": .integer(line), "enrollment": .integer(enrollment.rawValue), "goes_to": .integer(goesTo.rawValue),
            "cohort": .string(cohort), "amount_minor": .integer(amountMinor), "currency": .string(currency),
            "reference": .string(reference), "effect": .string(effect.rawValue), "due_minor": .integer(dueMinor),
        ]
    }

    fileprivate var effectWords: String {
        let moved = goesTo == enrollment ? "" : ", moved on from \(enrollment)"
        return switch effect {
        case .recorded: "recorded" + moved
        case .confirms: "confirms the seat" + moved
        case .late: "late: a case" + moved
        case .overpaid: "too much: a case" + moved
        case .again: "recorded before"
        }
    }
}

extension PlannedPayment.Effect {
    fileprivate var tone: Tone {
        switch self {
        case .recorded, .confirms: .good
        case .late, .overpaid: .waiting
        case .again: .faint
        }
    }
}
