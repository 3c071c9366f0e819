import ArgumentParser
import Domain

/// Who attended, and where their certification stands.
struct DecisionList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List who attended a cohort, and what was decided.",
        discussion: """
            Example:
              registrar decision list MES-2027-01
            """
    )

    @Argument(help: "The cohort's code.")
    var cohort: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let candidates = try await desk.registrar.decisions.candidates(code: cohort, by: desk.actor())
        return Answer(
            .page(candidates, \.json),
            Output.list(
                candidates,
                none: "Nobody attended.",
                [
                    .number("NO") { .init($0.id.rawValue) },
                    .text("DECISION") { .init($0.decision?.rawValue ?? "not proposed", $0.decision?.tone ?? .faint) },
                    .text("SINCE (UTC)") { .init($0.decidedAt.map { Moment.short($0, in: "UTC") }) },
                    .text("BY") { .init($0.decidedBy) },
                    .text("WHO", gives: true) { .init("\($0.name.rawValue) <\($0.email.rawValue)>") },
                    .text("WHY", gives: true) { .init($0.reason) },
                ]
            )
        )
    }
}

extension Decisions.Candidate {
    fileprivate var json: JSON {
        [
            "enrollment": .integer(id.rawValue), "name": .string(name.rawValue), "email": .string(email.rawValue),
            "decision": .text(decision?.rawValue), "decided_at": Moment.json(decidedAt),
            "decided_by": .text(decidedBy), "reason": .text(reason),
        ]
    }
}
