import ArgumentParser
import Domain

/// Where the candidates' practicals stand, by number.
struct PracticalCandidates: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "candidates",
        abstract: "List where practicals stand, by candidate number.",
        usage: "registrar practical candidates [<cohort>] [<options>]",
        discussion: """
            Without a cohort, those that wait for somebody; with one, also those that are decided, \
            moved or called off. What a rater gave is never told \
            here; a third rater is to be assigned where it says so.

            Example:
              registrar practical candidates
              registrar practical candidates MES-2027-01 --json
            """
    )

    @Argument(help: "A cohort's code.")
    var cohort: String?

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let standings = try await desk.registrar.practicals.standings(cohort: cohort, by: desk.actor())
        return Answer(
            .page(standings, \.json),
            Output.list(
                standings,
                none: cohort == nil ? "No practical waits for anybody." : "Nobody is entered for a practical.",
                [
                    .text("CANDIDATE") { .init("\($0.candidate)") },
                    .text("ON") { .init("\($0.heldOn)") },
                    .text("STATE") { .init($0.state.shortWords, $0.state.tone) },
                    .number("TRY") { .init($0.number) },
                    .text("PRACTICAL", gives: true) { .init("\($0.practical) v\($0.version)") },
                    .text("RATERS", gives: true) { .init($0.raterWords) },
                ]
            )
        )
    }
}
