import ArgumentParser
import Domain

/// Takes the power to act from a member; their past acts stay theirs.
struct StaffDisable: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Take the power to act from a member; their past acts stay theirs.",
        discussion: """
            Example:
              registrar staff disable maya
            """
    )

    @Argument(help: "The member's login.")
    var login: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let member = try await desk.registrar.staff.disable(login: login, by: try await desk.actor())
        return member.answer("\(member.name) can no longer act.")
    }
}
