import ArgumentParser

/// The noun `exam`.
struct ExamCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exam",
        abstract: "Written exams: item banks, forms, sittings, results and analyses.",
        subcommands: [
            ExamImport.self, ExamList.self, ExamShow.self, ExamAccommodate.self, ExamPaper.self, ExamScore.self,
            ExamResults.self, ExamRescore.self, ExamAnalyze.self,
        ]
    )
}
