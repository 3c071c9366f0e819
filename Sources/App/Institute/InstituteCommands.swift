import ArgumentParser

/// The noun `institute`.
struct InstituteCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "institute",
        abstract: "The one institute that this database serves.",
        subcommands: [InstituteShow.self, InstituteSet.self, InstituteRetention.self]
    )
}
