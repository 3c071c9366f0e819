import ArgumentParser
import Domain

/// Takes somebody on; the very first member by whoever holds the owner's database login.
struct StaffAdd: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Take somebody on.",
        usage: """
            registrar staff add <login> --name <name> --email <address>
                     [--role <role> ...] [--first] [<options>]
            """,
        discussion: """
            The login is the one on this machine, or the one in PostgreSQL. While there is no \
            staff at all, --first makes the first owner, by the right of DATABASE_OWNER_URL.

            Example:
              registrar staff add maya --name "Maya Chen" --email maya@example.org \\
                --role registrar --role instructor
            """
    )

    @Argument(help: "Login of the new member.")
    var login: String

    @Option(help: "Their name.")
    var name: String

    @Option(help: ArgumentHelp("Their address.", valueName: "address"))
    var email: String

    @Option(help: ArgumentHelp("A role; may be given again.", valueName: "role"))
    var role: [StaffMember.Role] = []

    @Flag(help: "Make the very first owner.")
    var first = false

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let member: StaffMember
        if first {
            member = try await desk.asOwner { registrar in
                try await registrar.staff.addFirst(login: login, name: name, email: email, roles: Set(role))
            }
        } else {
            let actor = try await desk.actor()
            member = try await desk.registrar.staff.add(
                login: login,
                name: name,
                email: email,
                roles: Set(role),
                by: actor
            )
        }
        return member.answer("\(member.name) is on the staff.")
    }
}

extension StaffMember.Role: ExpressibleByArgument {}

extension StaffMember {
    var json: JSON {
        [
            "id": .integer(id.rawValue), "login": .string(login), "name": .string(name), "email": .string(email),
            "roles": .list(roles) { .string($0.rawValue) }, "disabled_at": Moment.json(disabledAt),
        ]
    }

    var roleWords: String { roles.map(\.rawValue).joined(separator: ", ") }

    func answer(_ words: String) -> Answer {
        Answer(
            json,
            .words(words),
            .details([
                ("Login", .init(login, .heading)), ("Name", .init(name)), ("Address", .init(email)),
                ("Roles", .init(roleWords)),
                ("Disabled", .init(disabledAt.map { Moment.words($0, in: "UTC") }, .bad)),
            ])
        )
    }
}
