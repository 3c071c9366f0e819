import ArgumentParser

/// The noun `key`.
struct KeyCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "The keys that certificates are signed with.",
        subcommands: [KeyCreate.self, KeyList.self, KeyRetire.self, KeyCompromise.self]
    )
}
