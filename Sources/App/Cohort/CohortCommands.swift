import ArgumentParser

/// The noun `cohort`.
struct CohortCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cohort",
        abstract: "Dated runs of a program, and who is in them.",
        subcommands: [
            CohortCreate.self, CohortEdits.self, CohortOpen.self, CohortClose.self, CohortComplete.self,
            CohortCancel.self, CohortList.self, CohortShow.self, CohortRoster.self,
        ]
    )
}
