import ArgumentParser

/// The noun `progress`.
struct ProgressCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "progress",
        abstract: "What candidates did of what their program asks, and on what evidence.",
        subcommands: [
            ProgressRecord.self, ProgressImport.self, ProgressShow.self, ProgressAttend.self, ProgressEvidence.self,
            ProgressFetch.self, ProgressInvite.self,
        ]
    )
}
