import ArgumentParser

/// The noun `exam`.
struct ExamCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exam",
        abstract: "Item banks, forms and sittings of written exams.",
        subcommands: [
            ExamImport.self, ExamList.self, ExamShow.self, ExamAccommodate.self, ExamPaper.self,
        ]
    )
}
