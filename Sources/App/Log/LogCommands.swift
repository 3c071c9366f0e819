import ArgumentParser

/// The noun `log`.
struct LogCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "The public log of what was issued and revoked, which only grows.",
        subcommands: [LogShow.self, LogVerify.self]
    )
}
