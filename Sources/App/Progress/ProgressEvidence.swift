import ArgumentParser
import Domain

/// Lists what candidates brought.
struct ProgressEvidence: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: "List the files that candidates of a cohort brought.",
        usage: """
            registrar progress evidence <cohort> [--candidate <candidate>]
                     [--waiting] [<options>]
            """,
        discussion: """
            What still waits for somebody to look at it comes first. `progress fetch` takes a file \
            out; `progress record … --evidence NUMBER` says what it is worth.

            Example:
              registrar progress evidence MES-2027-01
              registrar progress evidence MES-2027-01 --waiting
              registrar progress evidence MES-2027-01 --candidate 2841973
            """
    )

    @Argument(help: "The cohort's code.")
    var cohort: String

    @Option(help: ArgumentHelp("Only of this candidate.", valueName: "candidate"))
    var candidate: String?

    @Flag(help: "Only what nobody has looked at.")
    var waiting = false

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let all = try await desk.registrar.progress.evidence(
            cohort: cohort,
            candidate: candidate,
            by: try await desk.actor()
        )
        let items = all.filter(\.evidence.isWaiting) + (waiting ? [] : all.filter { !$0.evidence.isWaiting })
        return Answer(
            .page(items) { item in
                .object([.init("candidate", item.candidate.json)] + (item.evidence.json.members ?? []))
            },
            Output.list(
                items,
                none: waiting ? "Nothing waits for a look." : "Nobody brought anything.",
                [
                    .number("NO") { .init($0.evidence.id.rawValue) },
                    .number("CANDIDATE") { .init($0.candidate.number.rawValue) },
                    .text("REQUIREMENT") { .init($0.evidence.requirement) },
                    .text("STATE") {
                        .init($0.evidence.isWaiting ? "waiting" : "seen", $0.evidence.isWaiting ? .waiting : .faint)
                    },
                    .text("SIZE") { .init($0.evidence.sizeWords) },
                    .text("FILE", gives: true) { .init($0.evidence.name ?? $0.evidence.mediaType) },
                ]
            )
        )
    }
}
