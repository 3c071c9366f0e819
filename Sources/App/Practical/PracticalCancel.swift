import ArgumentParser
import Domain

/// Calls a candidate's practical off.
struct PracticalCancel: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Call a candidate's practical off.",
        usage: """
            registrar practical cancel <candidate>
                     --reason-class <class> --reason <words> [<options>]
            """,
        discussion: """
            Before anybody rated it: the candidate was absent, or the institute cannot hold it. \
            Neither uses a try up. The candidate hears the class by mail and never the words; \
            raters are told that there is nothing to rate, and their links say so.

            Example:
              registrar practical cancel 4711023 \\
                --reason-class candidate_absent --reason "Ill, by telephone"
            """
    )

    @Argument(help: "The candidate's number.")
    var candidate: String

    @Option(help: ArgumentHelp("Why, as the candidate hears it.", valueName: "class"))
    var reasonClass: PracticalCancellation.Cause

    @Option(help: ArgumentHelp("Why, in words; for staff alone.", valueName: "words"))
    var reason: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let standing = try await desk.registrar.practicals.cancel(
            CandidateNumber(argument: candidate),
            because: reasonClass,
            reason: reason,
            by: desk.actor()
        )
        return standing.answer(
            "The practical of candidate \(standing.candidate) was called off. They and the raters are told by mail.",
            next: "It is no try: registrar practical schedule enters them for another day."
        )
    }
}

extension PracticalCancellation.Cause: ExpressibleByArgument {}
