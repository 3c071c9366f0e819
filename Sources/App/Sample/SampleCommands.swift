import ArgumentParser

/// The noun `sample`.
struct SampleCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Something to look at in a new database.",
        subcommands: [SampleLoad.self]
    )
}
