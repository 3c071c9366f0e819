import ArgumentParser
import Domain

/// Lists the keys with their states.
struct KeyList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the keys and where each stands in its life.",
        discussion: """
            Example:
              registrar key list
            """
    )

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        Answer(try await desk.registrar.keys.list(by: desk.actor()))
    }
}
