import ArgumentParser
import Domain

/// Lists who is in the register, shown now or not.
struct RegisterList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List who is in the public register, found now or not.",
        usage: "registrar register list [--after <number>] [--limit <number>] [<options>]",
        discussion: """
            Found is whose certificate is active as of now; the others come back with it.

            Example:
              registrar register list --limit 20
            """
    )

    @Option(help: ArgumentHelp("Go on after this one: what the list before ended with.", valueName: "number"))
    var after = 0

    @Option(help: ArgumentHelp("How many at most, 1 to 1000.", valueName: "number"))
    var limit = 50

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard (1...1_000).contains(limit) else { throw ValidationError("--limit takes 1 to 1000.") }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let page = try await desk.registrar.register.list(after: after, limit: limit, by: desk.actor())
        return Answer(
            ["items": .list(page.items, \.json), "next": .text(page.next)],
            Output.list(
                page.items,
                none: "Nobody is in the register.",
                [
                    .text("CERTIFICATE") { .init($0.printedID) },
                    .text("FOUND") { .init($0.isShown ? "yes" : "not now", $0.isShown ? .good : .faint) },
                    .text("SINCE") { .init(Moment.day($0.since, in: "UTC")) },
                    .text("NAME", gives: true) { .init($0.name) },
                    .text("CITY", gives: true) { .init($0.city) },
                ]
            ),
            .hint(page.next.map { "More: --after \($0)" } ?? "")
        )
    }
}

extension RegisterEntry {
    var json: JSON {
        [
            "id": .string(printedID), "name": .text(name), "credential": .string(credential), "city": .text(city),
            "since": Moment.json(since), "found": .bool(isShown),
        ]
    }
}
