import ArgumentParser

/// The noun `program`.
struct ProgramCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "program",
        abstract: "What is studied for, in versions.",
        subcommands: [ProgramImport.self, ProgramList.self, ProgramShow.self, ProgramPreview.self]
    )
}
