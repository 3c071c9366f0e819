import ArgumentParser
import Domain
import Foundation

/// Issues certificates in two steps, a plan and its application.
struct CertificateIssue: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue",
        abstract: "Issue certificates for granted decisions.",
        usage: """
            registrar certificate issue
                     (<cohort> [--enrollment <number> ...] | --all)
                     [--dry-run | --apply <hash> | --yes] [<options>]
            """,
        discussion: """
            A holder may say for 14 days how the name is spelt; then the registered name is used. \
            What no longer holds, as after a rescore, is held back until it is decided anew. \
            Killed halfway, the same command with the same hash goes on. Where the key files are not, \
            the plan is left to the service that holds them.

            Example:
              registrar certificate issue MES-2027-01
              registrar certificate issue --all --yes
            """
    )

    @Argument(help: "The cohort's code.")
    var cohort: String?

    @Option(help: ArgumentHelp("Only this claim, by its number; may be given again.", valueName: "number"))
    var enrollment: [Int] = []

    @Flag(help: "Of all cohorts.")
    var all = false

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard all == (cohort == nil), !all || enrollment.isEmpty else {
            throw ValidationError("Give a cohort's code, or --all for those of all cohorts.")
        }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let certificates = desk.registrar.certificates
        let scope = cohort.map { IssueScope.cohort($0, enrollments: enrollment) } ?? .all
        let bar = ProgressBar("certificates")
        let plan = try await planning.outcome(hash: \IssuePlan.hash) {
            try await certificates.planIssue(scope, by: actor)
        } apply: {
            try await certificates.issue(scope, hash: $0, by: actor) { bar.show($0, of: $1) }
        }
        bar.end()
        return plan.answer(next: next)
    }

    private var next: NextCommand {
        let next =
            cohort.map { NextCommand("registrar", "certificate", "issue", $0) }
            ?? NextCommand("registrar", "certificate", "issue", "--all")
        return enrollment.reduce(next) { $0.adding("--enrollment", String($1)) }
    }
}

extension IssuePlan {
    /// Long plans are told by their beginning and their totals.
    private static let mostLines = 50

    fileprivate func answer(next: NextCommand) -> Answer {
        let waiting = lines.count - ready - held.count
        let totals =
            "\(ready) to issue" + (waiting > 0 ? ", \(waiting) waiting for the name" : "")
            + (held.isEmpty ? "" : ", \(held.count) held back")
        return Answer(
            json,
            [
                .table(
                    Table(
                        Array(lines.prefix(Self.mostLines)),
                        [
                            .number("NO") { .init($0.outcome.enrollment.rawValue) },
                            .text("COHORT") { .init($0.cohort) },
                            .text("CERTIFICATE") { .init($0.id ?? $0.outcome.becomes, $0.id == nil ? .faint : .good) },
                            .text("NAME", gives: true) { .init($0.name.rawValue) },
                        ]
                    )
                ),
                .details(held.prefix(Self.mostLines).map { ("Held back", .init($0.heldWords, .bad)) }),
                .hint(lines.count > Self.mostLines ? "… and \(lines.count - Self.mostLines) more." : ""),
                .words(stage.words(issued: issued, totals: totals)),
            ]
                + (stage != .shown || ready == 0
                    ? []
                    : [
                        .words("Nothing was changed yet. To carry out this plan:"),
                        .verbatim(next.adding("--apply", hash).lines.joined(separator: "\n")),
                    ])
        )
    }

    private var json: JSON {
        [
            "hash": .string(hash), "applied": .bool(stage == .applied), "ordered": .bool(stage == .ordered),
            "lines": .list(lines) { line in
                [
                    "enrollment": .integer(line.outcome.enrollment.rawValue), "cohort": .string(line.cohort),
                    "becomes": .string(line.outcome.becomes), "held_because": .text(line.outcome.doubt),
                    "name": .string(line.name.rawValue), "id": .text(line.id),
                ]
            },
        ]
    }
}

extension IssuePlan.Line {
    /// What no longer holds, and the way on.
    fileprivate var heldWords: String {
        """
        \(outcome.enrollment): \(outcome.doubt ?? ""). Decide anew: `registrar decision deny \(cohort) --enrollment \
        \(outcome.enrollment)`, which may be appealed; or `decision defer`, and grant it again once all is met.
        """
    }
}

extension IssuePlan.Stage {
    fileprivate func words(issued: Int, totals: String) -> String {
        switch self {
        case .shown: "\(totals)."
        case .ordered:
            "Ordered: \(totals). The key files are not here, so the service beside them issues within moments."
        case .applied: "Issued: \(issued)."
        }
    }
}

extension IssueOutcome {
    fileprivate var becomes: String {
        switch fate {
        case .issued(nil): "registered name"
        case .issued(.some): "confirmed name"
        case .held: "held back"
        case .waits(let until): "waits to \(Moment.short(until, in: "UTC").prefix(10))"
        }
    }
}
