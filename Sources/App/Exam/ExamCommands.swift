import ArgumentParser

/// The noun `exam`.
struct ExamCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exam",
        abstract: "Exams: results, rescores and analyses.",
        subcommands: [ExamScore.self]
    )
}
