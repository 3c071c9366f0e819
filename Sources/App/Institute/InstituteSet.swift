import ArgumentParser
import Domain

/// Says who the institute is; what is not given stays as it is.
struct InstituteSet: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Say who the institute is; what is not given stays as it is.",
        usage: """
            registrar institute set [--name <name>] [--contact-email <address>]
                     [--sender <address>] [--postal-address <address>]
                     [--zone <zone>] [--logo-url <url>] [--public-url <url>]
                     [<options>]
            """,
        discussion: """
            The first time everything but logo and sender is needed; the public URL may then come \
            from REGISTRAR_PUBLIC_URL.

            Example:
              registrar institute set --name "Example Institute" \\
                --contact-email office@example.org --zone America/New_York \\
                --postal-address "12 Main St, Boston, MA" \\
                --public-url https://registrar.example.org
            """
    )

    @Option(help: "Its name, as it stands on certificates.")
    var name: String?

    @Option(name: .customLong("contact-email"), help: ArgumentHelp("Where people write to.", valueName: "address"))
    var contactEmail: String?

    @Option(
        name: .customLong("sender"),
        help: ArgumentHelp("Where mail says it is from; empty is the contact.", valueName: "address")
    )
    var senderEmail: String?

    @Option(name: .customLong("postal-address"), help: ArgumentHelp("Stands in every mail.", valueName: "address"))
    var postalAddress: String?

    @Option(
        name: [.customLong("zone"), .customLong("time-zone")],
        help: ArgumentHelp("IANA zone of its own clock.", valueName: "zone")
    )
    var zone: String?

    @Option(name: .customLong("logo-url"), help: ArgumentHelp("Its logo; empty takes it away.", valueName: "url"))
    var logoURL: String?

    @Option(name: .customLong("public-url"), help: ArgumentHelp("Where people reach this service.", valueName: "url"))
    var publicURL: String?

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let isFirst = try await desk.registrar.institute.isMissing()
        let change = InstituteChange(
            name: name,
            contactEmail: contactEmail,
            postalAddress: postalAddress,
            timeZone: zone,
            logoUrl: logoURL,
            publicUrl: publicURL ?? (isFirst ? desk.settings.service.publicURL : nil),
            senderEmail: senderEmail
        )
        return try await desk.registrar.institute.set(change, by: actor).answer("This is the institute now.")
    }
}

extension Institutes {
    func isMissing() async throws -> Bool {
        do {
            _ = try await current()
            return false
        } catch let refusal as Refusal where refusal.code == "institute-missing" {
            return true
        }
    }
}
