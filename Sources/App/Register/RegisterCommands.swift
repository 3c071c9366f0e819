import ArgumentParser

/// The noun `register`.
struct RegisterCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "The public register of holders who want to be found.",
        subcommands: [RegisterList.self, RegisterShow.self, RegisterInvite.self, RegisterRemove.self]
    )
}
