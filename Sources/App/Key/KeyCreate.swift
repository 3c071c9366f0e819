import ArgumentParser
import Domain

/// Makes the keys that are missing.
struct KeyCreate: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make the keys that are missing: of each kind one to sign, one to stand by; the log's.",
        discussion: """
            The private halves are files of mode 0600 in the folder that REGISTRAR_KEYS names, by \
            default `keys` beside the secret. Keep a copy of them in a safe place.

            Example:
              registrar key create
            """
    )

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let keys = try await desk.registrar.keys.create(by: desk.actor())
        try await desk.registrar.certificates.publishStatus()
        return Answer(
            keys,
            hint: "The private keys lie in \(desk.registrar.keys.folder.path); keep a copy in a safe place."
        )
    }
}
