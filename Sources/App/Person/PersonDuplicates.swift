import ArgumentParser
import Domain

/// Lists who may be one human.
struct PersonDuplicates: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates",
        abstract: "List who may be one human, as imports found it.",
        usage: "registrar person duplicates [--limit <number>] [<options>]",
        discussion: """
            Two rows with one address, or one name in one city. Nobody is merged by this.

            Example:
              registrar person duplicates
            """
    )

    @Option(help: ArgumentHelp("How many at most, 1 to 10000.", valueName: "number"))
    var limit = 100

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit takes 1 to 10000.") }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let proposals = try await desk.registrar.people.mergeProposals(limit: limit, by: desk.actor())
        return Answer(
            .page(proposals) {
                [
                    "person": .integer($0.personId.rawValue), "other_person": .integer($0.otherId.rawValue),
                    "because": .string($0.because.rawValue), "certificate": .string($0.printedID),
                    "old_number": .string($0.oldNumber), "name": .string($0.name),
                ]
            },
            Output.list(
                proposals,
                none: "Nobody is known twice.",
                [
                    .number("PERSON") { .init($0.personId.rawValue) },
                    .number("AS") { .init($0.otherId.rawValue) },
                    .text("BECAUSE OF") { .init($0.because.words) },
                    .text("NUMBER", gives: true) { .init($0.oldNumber) },
                    .text("NAME", gives: true) { .init($0.name) },
                ]
            )
        )
    }
}
