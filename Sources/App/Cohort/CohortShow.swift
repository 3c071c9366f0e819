import ArgumentParser
import Domain

/// Shows one cohort with its sessions.
struct CohortShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a cohort with its sessions.",
        discussion: """
            Example:
              registrar cohort show MES-2027-01-22
            """
    )

    @Argument(help: "The cohort's code.")
    var code: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        try await desk.registrar.cohorts.page(code: code, by: try await desk.reader()).answer()
    }
}
