import ArgumentParser
import Domain

/// Who attended, and where their certification stands.
struct DecisionList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List who attended a cohort, what is missing, and what was decided.",
        discussion: """
            “Passed, conditions outstanding”: the exams are passed and the workshop attended, \
            and something else is missing. It ends by itself when that comes in.

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
                    .text("DECISION") { .init($0.decisionWords, $0.decision?.tone ?? .faint) },
                    .text("STANDING") { .init($0.standing.shortWords, $0.standing.tone) },
                    .text("SINCE (UTC)") { .init($0.decidedAt.map { Moment.day($0, in: "UTC") }) },
                    .text("BY") { .init($0.decidedBy) },
                    .text("WHO", gives: true) { .init("\($0.name.rawValue) <\($0.email.rawValue)>") },
                    .text("WHY", gives: true) { .init($0.reason) },
                ]
            ),
            .details(
                candidates.filter { !$0.basis.missing.isEmpty }.map {
                    (label: "\($0.id)", value: .init("\($0.standing.words): \($0.missingWords)", $0.standing.tone))
                }
            ),
            .details(
                candidates.compactMap { candidate in
                    candidate.doubt.map {
                        (
                            "No longer held",
                            .init("\(candidate.id): \($0); deny or defer it anew, by --enrollment", .bad)
                        )
                    }
                }
            ),
            .details(
                candidates.flatMap { candidate in
                    candidate.overrides.map {
                        (label: "Override", value: .init("\(candidate.id): \($0.words)", .waiting))
                    }
                }
            )
        )
    }
}

extension Decisions.Candidate {
    /// `denied, appeal filed`
    fileprivate var decisionWords: String {
        (decision?.rawValue ?? "not proposed") + (appeal.map { ", appeal \($0.rawValue)" } ?? "")
    }

    var missingWords: String { basis.missing.map(\.words).joined(separator: ", ") }

    fileprivate var json: JSON {
        [
            "enrollment": .integer(id.rawValue), "name": .string(name.rawValue), "email": .string(email.rawValue),
            "standing": .string(standing.rawValue), "missing": .list(basis.missing, \.json),
            "decision": .text(decision?.rawValue), "decided_at": Moment.json(decidedAt),
            "decided_by": .text(decidedBy), "reason": .text(reason), "reason_class": .text(reasonClass?.rawValue),
            "appeal": .text(appeal?.rawValue), "doubt": .text(doubt),
            "overrides": .list(overrides, \.json),
        ]
    }
}

extension Decisions.Standing {
    var words: String {
        switch self {
        case .attended: "attended"
        case .complete: "complete"
        case .passedConditionsOutstanding: "passed, conditions outstanding"
        case .incomplete: "incomplete"
        }
    }

    /// For a column.
    var shortWords: String { self == .passedConditionsOutstanding ? "outstanding" : words }

    var tone: Tone {
        switch self {
        case .attended, .complete: .good
        case .passedConditionsOutstanding: .waiting
        case .incomplete: .faint
        }
    }
}

extension Decisions.Override {
    var words: String {
        let agreed = agreedBy.map { ", agreed by \($0)" } ?? ", waits for another decider"
        return "asked by \(decider)\(agreed)" + (reason.map { ": \($0)" } ?? "")
    }

    var json: JSON { ["decider": .string(decider), "agreed_by": .text(agreedBy), "reason": .text(reason)] }
}
