import ArgumentParser
import Domain

/// Lists exams.
struct ExamList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List exams with their forms, and how often they were sat.",
        discussion: """
            Example:
              registrar exam list
            """
    )

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let exams = try await desk.registrar.exams.list(by: try await desk.actor())
        return Answer(
            .page(exams) {
                [
                    "code": .string($0.code), "name": .string($0.name), "items": .integer($0.items),
                    "forms": .list($0.forms, JSON.string), "attempts": .integer($0.attempts),
                ]
            },
            Output.list(
                exams,
                none: "There are no exams yet; `registrar exam import --samples` brings one to look at.",
                [
                    .text("CODE") { .init($0.code) },
                    .text("NAME", gives: true) { .init($0.name) },
                    .number("ITEMS") { .init($0.items) },
                    .text("FORMS") { .init($0.forms.joined(separator: ", ")) },
                    .number("SAT") { .init($0.attempts) },
                ]
            )
        )
    }
}
