import ArgumentParser
import Domain

/// Grants and withdraws roles.
struct StaffRole: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "role",
        abstract: "Grant and withdraw roles.",
        usage: """
            registrar staff role <login> [--grant <role> ...]
                     [--withdraw <role> ...] [<options>]
            """,
        discussion: """
            The last owner who can act stays one.

            Example:
              registrar staff role maya --grant auditor --withdraw registrar
            """
    )

    @Argument(help: "The member's login.")
    var login: String

    @Option(help: ArgumentHelp("A role to grant; may be given again.", valueName: "role"))
    var grant: [StaffMember.Role] = []

    @Option(help: ArgumentHelp("A role to withdraw; may be given again.", valueName: "role"))
    var withdraw: [StaffMember.Role] = []

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard !grant.isEmpty || !withdraw.isEmpty else { throw ValidationError("Give --grant or --withdraw.") }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let member = try await desk.registrar.staff.changeRoles(
            login: login,
            grant: Set(grant),
            withdraw: Set(withdraw),
            by: try await desk.actor()
        )
        return member.answer(
            member.roles.isEmpty ? "\(member.name) has no role now." : "\(member.name) is now: \(member.roleWords)."
        )
    }
}
