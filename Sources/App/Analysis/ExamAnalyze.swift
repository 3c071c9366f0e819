import ArgumentParser
import Domain
import Foundation

/// The classical analysis of a form: from the database, or from two files.
struct ExamAnalyze: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze",
        abstract: "Analyse a form: its scores, its reliability, its decisions, its items.",
        usage: """
            registrar exam analyze <form> [--cohort <code> ...]
                     [--json | --csv] [--html <file>]
            registrar exam analyze --responses <file> --key <file> [--cut <points>]
                     [--json | --csv] [--html <file>]
            registrar exam analyze --practical <code> [--json]
            """,
        discussion: """
            For examiners; what it writes shows which options are right. A version of a form is \
            pooled over all cohorts that sat it, each candidate's first attempt; under 30 \
            candidates are insufficient data, under 100 provisional.

            Answers from elsewhere need no database: --key names item and key, and where they \
            differ from 4 options, one area and a scored item, options, area and scored; \
            --responses has a column for each item, with letters.

            --practical tells how far the two raters of a practical exam agree.

            Example:
              registrar exam analyze MES-WRITTEN/A
              registrar exam analyze MES-WRITTEN/A.2 --cohort MES-2027-01 --html report.html
              registrar exam analyze --responses answers.csv --key key.csv --cut 68
              registrar exam analyze --practical MES-PRACTICAL
            """
    )

    @Argument(help: "The form's name: A, MES-WRITTEN/A, MES-WRITTEN/A.2.")
    var form: String?

    @Option(help: ArgumentHelp("Only this cohort; may be given again.", valueName: "code"))
    var cohort: [String] = []

    @Option(
        help: ArgumentHelp("Candidates' answers, in CSV.", valueName: "file"),
        completion: .file(extensions: ["csv"])
    )
    var responses: String?

    @Option(
        help: ArgumentHelp("The form of these answers, in CSV.", valueName: "file"),
        completion: .file(extensions: ["csv"])
    )
    var key: String?

    @Option(help: ArgumentHelp("The lowest raw score that passes, for answers in a file.", valueName: "points"))
    var cut: Int?

    @Option(help: ArgumentHelp("The raters of a practical exam instead, by its code.", valueName: "code"))
    var practical: String?

    @Flag(help: "Answer in CSV, a row for each item.")
    var csv = false

    @Option(
        help: ArgumentHelp("Write a report with plots to this file, readable by you alone.", valueName: "file"),
        completion: .file(extensions: ["html"])
    )
    var html: String?

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard (responses == nil) == (key == nil) else {
            throw ValidationError("Give --responses and --key together.")
        }
        guard [form, responses, practical].count(where: { $0 != nil }) == 1 else {
            throw ValidationError("Name a form, or give --responses and --key, or --practical.")
        }
        guard practical == nil || (!csv && html == nil && cohort.isEmpty) else {
            throw ValidationError("The raters of a practical are told in text or in JSON, over all cohorts.")
        }
        guard responses != nil || cut == nil else { throw ValidationError("An exam has its own cut; leave --cut out.") }
        guard responses == nil || cohort.isEmpty else { throw ValidationError("Files have no cohorts.") }
        guard !csv || !options.json else { throw ValidationError("Give only one of --json and --csv.") }
    }

    func run() async throws {
        if let practical {
            let report = try await Desk.open(options) { desk in
                try await desk.registrar.scores.analyzePractical(practical, by: desk.actor())
            }
            return Output.show(report.answer, asJSON: options.json)
        }
        let report = try await report()
        if let html { try ExportTarget.save(Array(report.page.utf8), at: html) }
        guard !csv else { return Output.write(report.csv, to: STDOUT_FILENO) }
        let written = html.map { [Block.words("The report with its plots is in \($0).")] } ?? []
        Output.show(Answer(report.json, report.blocks + written), asJSON: options.json)
    }

    private func report() async throws -> ExamReport {
        if let responses, let key {
            return try ExamReport.reading(responses: .file(at: responses), key: .file(at: key), cut: cut)
        }
        let name = form ?? ""
        return try await Desk.open(options) { desk in
            try await desk.registrar.scores.analyze(form: name, cohorts: cohort, by: desk.actor())
        }
    }
}

extension OctetSource {
    private static let chunk = 1 << 18

    /// A file, read as it is asked for.
    static func file(at path: String) throws -> OctetSource {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw UsageProblem("The file \(path) is missing or not readable by you.")
        }
        return OctetSource(name: path) { try file.read(upToCount: chunk).map { Array($0) } }
    }
}
