import ArgumentParser
import Domain

/// Shows where everybody in a cohort stands, or one candidate.
struct ProgressShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show where everybody in a cohort stands, or one candidate.",
        discussion: """
            Of a cohort, one row for each candidate and one column for each requirement: ✓ complete, \
            w waived, ? submitted, ✕ failed, ! expired, and numbers where some of it is done. \
            Examiners see candidate numbers, no names.

            Example:
              registrar progress show MES-2027-01
              registrar progress show MES-2027-01 2841973
            """
    )

    @Argument(help: "The cohort's code.")
    var cohort: String

    @Argument(help: "Candidate number, enrollment number, or address.")
    var candidate: String?

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        guard let candidate else {
            return try await desk.registrar.progress.show(cohort: cohort, by: actor).answer
        }
        return try await desk.registrar.progress.show(cohort: cohort, candidate: candidate, by: actor).answer
    }
}

extension CohortProgress {
    fileprivate var answer: Answer {
        let asked = lines.first?.states ?? []
        let columns = asked.indices.map { index in
            Table.Column<Line>.text("\(index + 1)") { line in
                let state = line.states[index]
                return .init(state.mark, state.state.tone)
            }
        }
        return Answer(
            [
                "cohort": .string(cohort),
                "candidates": .list(lines) { line in
                    ["candidate": line.candidate.json, "requirements": .list(line.states, \.json)]
                },
            ],
            Output.list(
                lines,
                none: "Nobody has a confirmed seat in \(cohort).",
                [
                    .number("CANDIDATE") { .init($0.candidate.number.rawValue) },
                    .text("NAME", gives: true) { .init($0.candidate.name?.rawValue) },
                ] + columns
            ),
            Output.list(
                Array(asked.enumerated()),
                none: "",
                [
                    .number("NO") { .init($0.offset + 1) },
                    .text("CODE") { .init($0.element.code) },
                    .text("REQUIREMENT", gives: true) { .init($0.element.name) },
                ]
            )
        )
    }
}

extension RequirementState {
    /// What stands in a cell: a sign, or how much is done of what is still open.
    fileprivate var mark: String {
        state == .incomplete && done > 0 && needed > 1 ? "\(done)/\(needed)" : state.sign
    }
}

extension CandidateProgress {
    fileprivate var answer: Answer {
        Answer(
            [
                "cohort": .string(cohort), "candidate": candidate.json, "requirements": .list(states, \.json),
                "exams": .list(exams) { exam in
                    [
                        "code": .string(exam.code), "eligible": .bool(exam.isEligible),
                        "missing": .list(exam.missing) { .string($0.code) },
                    ]
                },
                "evidence": .list(evidence, \.json), "events": .list(events, \.json),
            ],
            .details(
                [
                    ("Candidate", .init("\(candidate.number)", .heading)), ("Name", .init(candidate.name?.rawValue)),
                    ("Enrollment", .init("\(candidate.id), \(candidate.state.rawValue) in \(cohort)")),
                ]
                    + exams.map { exam in
                        let missing = exam.missing.map(\.code).joined(separator: ", ")
                        return (
                            exam.code,
                            Table.Cell(
                                exam.isEligible ? "eligible" : "not eligible yet: \(missing)",
                                exam.isEligible ? .good : .waiting
                            )
                        )
                    }
            ),
            Output.list(
                states,
                none: "No requirements.",
                [
                    .text("REQUIREMENT") { .init($0.code) },
                    .text("STATE") { .init($0.standing, $0.state.tone) },
                    .text("UNTIL") { .init($0.lastDay) },
                ]
            ),
            Output.list(
                events,
                none: "Nothing was recorded yet.",
                [
                    .text("WHEN") { .init(Moment.short($0.at, in: timeZone), .faint) },
                    .text("REQUIREMENT") { .init($0.requirement + ($0.skill.map { " \($0)" } ?? "")) },
                    .text("SAID") { .init($0.kind.rawValue + ($0.minutes.map { ", \($0) min" } ?? "")) },
                    .text("BY") { .init($0.staff ?? "the candidate") },
                    .number("EVIDENCE") { .init($0.evidence?.rawValue) },
                    .text("NOTE", gives: true) { .init($0.note) },
                ]
            )
        )
    }
}

extension CandidateProgress.Event {
    fileprivate var json: JSON {
        [
            "event": .integer(id), "requirement": .string(requirement), "kind": .string(kind.rawValue),
            "skill": .text(skill), "minutes": .count(minutes), "valid_until": .text(validUntil.map { "\($0)" }),
            "done_on": .text(doneOn.map { "\($0)" }), "evidence": .count(evidence?.rawValue), "at": Moment.json(at),
            "staff": .text(staff), "acting_owner": .text(actingOwner), "note": .text(note),
        ]
    }
}
