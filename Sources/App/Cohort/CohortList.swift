import ArgumentParser
import Domain

/// Lists cohorts by their start; drafts are for staff alone.
struct CohortList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List cohorts by their start.",
        usage: """
            registrar cohort list [--state <state> ...] [--limit <limit>]
                     [--after <cursor>] [<options>]
            """,
        discussion: """
            Example:
              registrar cohort list
              registrar cohort list --state open --json
            """
    )

    @Option(help: ArgumentHelp("Only cohorts in this state; may be given again.", valueName: "state"))
    var state: [Cohort.State] = []

    @Option(help: "How many, 1 to 200.")
    var limit = 50

    @Option(help: ArgumentHelp("Go on where an earlier list ended (its “next”).", valueName: "cursor"))
    var after: String?

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let page = try await desk.registrar.cohorts.list(
            states: state.isEmpty ? nil : state,
            after: after,
            limit: limit,
            by: try await desk.reader()
        )
        let more = page.next.map { [Block.hint("More: registrar cohort list --after \($0)")] } ?? []
        return Answer(
            .page(page.items, next: page.next, \.json),
            [
                Output.list(
                    page.items,
                    none: "There are no such cohorts; `registrar cohort create` makes one.",
                    [
                        .text("CODE") { .init($0.code) },
                        .text("STATE") { .init($0.state.rawValue, $0.state.tone) },
                        .text("STARTS") { cohort in
                            .init(cohort.startsAt.map { Moment.short($0, in: cohort.timeZone) })
                        },
                        .number("SEATS") { "\($0.seatsTaken)/\($0.capacity)" },
                        .number("FREE") { .init($0.seatsFree) },
                        .number("WAITING") { .init($0.waiting) },
                        .text("PROGRAM", gives: true) { "\($0.programCode) \($0.programName)" },
                    ]
                )
            ] + more
        )
    }
}

extension Cohort.State: ExpressibleByArgument {}
