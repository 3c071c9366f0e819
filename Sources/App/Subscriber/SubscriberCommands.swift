import ArgumentParser

/// The noun `subscriber`.
struct SubscriberCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subscriber",
        abstract: "The people who may get mail of the list.",
        subcommands: [SubscriberExport.self, SubscriberImport.self]
    )
}
