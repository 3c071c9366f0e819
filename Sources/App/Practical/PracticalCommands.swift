import ArgumentParser

/// The noun `practical`.
struct PracticalCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "practical",
        abstract: "Practical exams, and who rates whom.",
        subcommands: [
            PracticalImport.self, PracticalList.self, PracticalShow.self, PracticalSchedule.self, PracticalAssign.self,
            PracticalMove.self, PracticalCancel.self, PracticalCandidates.self,
        ]
    )
}
