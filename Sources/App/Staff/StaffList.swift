import ArgumentParser
import Domain

/// Lists the staff, disabled members too.
struct StaffList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the staff, disabled members too.",
        discussion: """
            Example:
              registrar staff list
            """
    )

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let staff = try await desk.registrar.staff.list(by: try await desk.actor())
        return Answer(
            .page(staff, \.json),
            Output.list(
                staff,
                none: "There is no staff yet.",
                [
                    .text("LOGIN") { .init($0.login, $0.disabledAt == nil ? .plain : .faint) },
                    .text("NAME", gives: true) { .init($0.name) },
                    .text("ADDRESS", gives: true) { .init($0.email) },
                    .text("ROLES", gives: true) { .init($0.disabledAt == nil ? $0.roleWords : "disabled") },
                ]
            )
        )
    }
}
