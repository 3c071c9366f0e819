import ArgumentParser
import Domain

/// Lists who is on the way to another term.
struct RenewalList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List certificates whose renewal is open, or who lapsed and may come back.",
        usage: """
            registrar renewal list [--program <code>] [--to-review] [<options>]
            """,
        discussion: """
            Who ends first comes first. LOOK is how many things somebody has to look at: \
            `renewal show` tells them, `renewal review` accepts or refuses each.

            Example:
              registrar renewal list
              registrar renewal list --to-review --program MES
            """
    )

    @Option(help: ArgumentHelp("Only of this program.", valueName: "code"))
    var program: String?

    @Flag(help: "Only those with something that nobody has looked at.")
    var toReview = false

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let standings = try await desk.registrar.renewals.list(
            RenewalFilter(program: program, isToReview: toReview),
            by: try await desk.actor()
        )
        let zone = try await desk.registrar.institute.current().timeZone
        return Answer(
            .page(standings, \.json),
            Output.list(
                standings,
                none: toReview ? "Nothing waits for a look." : "Nobody's renewal is open.",
                [
                    .text("CERTIFICATE") { .init($0.certificate.printedID) },
                    .text("HOLDER", gives: true) { .init($0.certificate.name) },
                    .text("ENDS") { .init($0.certificate.validUntil.map { Moment.day($0, in: zone) }) },
                    .text("IS") { .init($0.phase.word, $0.phase.tone) },
                    .number("MINUTES") { .init("\($0.acceptedMinutes)/\($0.rules?.minutes ?? 0)") },
                    .number("LOOK") { .init($0.waitingCredits) },
                    .text("DUE") {
                        .init($0.dueMinor > 0 ? Currency.words($0.dueMinor, $0.rules?.currency ?? "") : "")
                    },
                ]
            )
        )
    }
}
