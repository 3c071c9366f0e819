import ArgumentParser
import Domain

/// Opens a draft to the public; from then on its program version never changes.
struct CohortOpen: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Open a draft to the public.",
        discussion: """
            From then on the version of its program never changes. Opening a cohort that is \
            open already changes nothing.

            Example:
              registrar cohort open MES-2027-01-22
            """
    )

    @Argument(help: "The cohort's code.")
    var code: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let page = try await desk.registrar.cohorts.open(code: code, by: try await desk.actor())
        return page.answer("\(page.cohort.code) is open.")
    }
}
