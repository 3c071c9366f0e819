import ArgumentParser
import Credentials
import Domain

/// Ends a key's signing.
struct KeyRetire: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "retire",
        abstract: "End a key's signing; what it signed holds on.",
        discussion: """
            The key that stood by signs from now on, and a new one is made to stand by.

            Example:
              registrar key retire rsa-2026-1
            """
    )

    @Argument(help: "The key's name.")
    var name: KeyName

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let keys = try await desk.registrar.keys.retire(name, by: desk.actor())
        try await desk.registrar.certificates.publishStatus()
        return Answer(keys)
    }
}
