import ArgumentParser
import Credentials
import Domain

/// Says that somebody else may have a key.
struct KeyCompromise: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "compromise",
        abstract: "Say that somebody else may have a key: nothing it signed is believed any more.",
        usage: "registrar key compromise <name> --reason <words> --yes [<options>]",
        discussion: """
            It cannot be undone. The key that stood by signs from now on.

            Example:
              registrar key compromise rsa-2026-1 --reason "The laptop was stolen" --yes
            """
    )

    @Argument(help: "The key's name.")
    var name: KeyName

    @Option(help: ArgumentHelp("Why, in words; kept in the audit trail.", valueName: "words"))
    var reason: String

    @Flag(help: "Yes, every file that this key signed will be refused from now on.")
    var yes = false

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard yes else {
            throw ValidationError("This cannot be undone: every file that the key signed will be refused. Add --yes.")
        }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let keys = try await desk.registrar.keys.compromise(name, because: reason, by: desk.actor())
        try await desk.registrar.certificates.publishStatus()
        return Answer(
            keys,
            hint: "Certificates signed with \(name) have to be issued again under the same IDs."
        )
    }
}
