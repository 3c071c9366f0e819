import ArgumentParser

/// The noun `person`.
struct PersonCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person",
        abstract: "People: what is held about somebody, and how it goes.",
        subcommands: [PersonShow.self, PersonErase.self, PersonDuplicates.self]
    )
}
