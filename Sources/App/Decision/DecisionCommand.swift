import ArgumentParser
import Domain

/// Whom a decision is about: everyone in a cohort whom it fits, or those named.
struct CandidateOptions: ParsableArguments {
    @Argument(help: "The cohort's code.")
    var cohort: String

    @Option(help: ArgumentHelp("Only this claim, by its number; may be given again.", valueName: "number"))
    var enrollment: [Int] = []
}

/// A word on candidates in two steps, a plan and its application.
protocol DecisionCommand: DeskCommand {
    static var kind: Decision.Kind { get }
    static var verb: String { get }
    var candidates: CandidateOptions { get }
    var words: String? { get }
    /// Of a denial alone.
    var denialReason: DenialReason? { get }
    var planning: PlanOptions { get }
}

extension DecisionCommand {
    var denialReason: DenialReason? { nil }

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let decisions = desk.registrar.decisions
        let request = try DecisionRequest(
            Self.kind,
            cohort: candidates.cohort,
            enrollments: candidates.enrollment,
            reason: words,
            reasonClass: denialReason
        )
        let plan = try await planning.outcome(hash: \DecisionPlan.hash) {
            try await decisions.plan(request, by: actor)
        } apply: {
            try await decisions.apply(request, hash: $0, by: actor)
        }
        return plan.answer(next: next)
    }

    private var next: NextCommand {
        candidates.enrollment
            .reduce(NextCommand("registrar", "decision", Self.verb, candidates.cohort)) {
                $0.adding("--enrollment", String($1))
            }
            .adding("--reason-class", denialReason?.rawValue)
            .adding("--reason", words)
    }
}

extension DecisionPlan {
    fileprivate func answer(next: NextCommand) -> Answer {
        Answer(
            json,
            [
                .words("\(cohort): \(lines.count) to be \(kind.rawValue)."),
                .table(
                    Table(
                        lines,
                        [
                            .number("NO") { .init($0.outcome.enrollment.rawValue) },
                            .text("WAS") { .init($0.outcome.was?.rawValue ?? "not proposed", .faint) },
                            .text("BECOMES") { .init($0.outcome.becomes.rawValue, $0.outcome.becomes.tone) },
                            .text("WHO", gives: true) { .init("\($0.name.rawValue) <\($0.email.rawValue)>") },
                        ]
                    )
                ),
                .details(
                    lines.flatMap { line in
                        line.waivers.map { ("Waived", .init("\(line.outcome.enrollment): \($0.words)")) }
                    }
                ),
                .details(leftOut.map { ("Left out", .init("\($0.id): \($0.missingWords)", .waiting)) }),
            ]
                + (isApplied
                    ? [.words("Done."), .hint(kind.hint(cohort))]
                    : [
                        .words("Nothing was changed yet. To carry out this plan:"),
                        .verbatim(next.adding("--apply", hash).lines.joined(separator: "\n")),
                    ])
        )
    }

    private var json: JSON {
        [
            "cohort": .string(cohort), "becomes": .string(kind.rawValue), "hash": .string(hash),
            "applied": .bool(isApplied),
            "lines": .list(lines) { line in
                [
                    "enrollment": .integer(line.outcome.enrollment.rawValue),
                    "was": .text(line.outcome.was?.rawValue), "becomes": .string(line.outcome.becomes.rawValue),
                    "name": .string(line.name.rawValue), "email": .string(line.email.rawValue),
                    "waivers": .list(line.waivers, \.json), "basis": line.outcome.basis.json,
                ]
            },
            "left_out": .list(leftOut) { left in
                ["enrollment": .integer(left.id.rawValue), "missing": .list(left.basis.missing, \.json)]
            },
        ]
    }
}

extension Decision.Kind {
    var tone: Tone {
        switch self {
        case .proposed: .waiting
        case .granted: .good
        case .denied: .bad
        case .deferred: .faint
        }
    }

    fileprivate func hint(_ cohort: String) -> String {
        switch self {
        case .proposed:
            "A decider who neither taught nor examined them goes on: registrar decision grant \(cohort) --reason …"
        case .granted: "They are asked for the spelling of their names; then: registrar certificate issue \(cohort)"
        case .denied: "They are told the class of the reason by mail, and how to appeal within 30 days."
        case .deferred: ""
        }
    }
}
