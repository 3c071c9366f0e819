import ArgumentParser
import Domain

/// Which practical exams there are.
struct PracticalList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the practical exams, each in its newest version.",
        discussion: """
            Example:
              registrar practical list
            """
    )

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let practicals = try await desk.registrar.practicals.list(by: desk.actor())
        return Answer(
            .page(practicals, \.json),
            Output.list(
                practicals,
                none: "There is no practical yet; `registrar practical import` takes one in.",
                [
                    .text("PRACTICAL") { .init($0.file.code) },
                    .number("VERSION") { .init($0.version) },
                    .number("CRITERIA") { .init($0.file.criteria.count) },
                    .number("CUT") { .init("\($0.file.cut) of \($0.file.maximum)") },
                    .text("IN USE SINCE (UTC)") { .init($0.frozenAt.map { Moment.short($0, in: "UTC") }) },
                    .text("NAME", gives: true) { .init($0.file.name) },
                ]
            )
        )
    }
}

extension StoredPractical {
    var json: JSON {
        [
            "code": .string(file.code), "version": .integer(version), "name": .string(file.name),
            "cut": .integer(file.cut), "maximum": .integer(file.maximum), "in_use_since": Moment.json(frozenAt),
            "criteria": .list(file.criteria) { criterion in
                [
                    "code": .string(criterion.code), "name": .string(criterion.name),
                    "levels": .list(criterion.levels, JSON.string), "weight": .integer(criterion.weight),
                    "safe_from": .count(criterion.safeFrom),
                ]
            },
        ]
    }
}
