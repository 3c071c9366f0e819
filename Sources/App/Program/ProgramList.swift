import ArgumentParser
import Domain

/// Lists programs, each in its newest version.
struct ProgramList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List programs, each in its newest version.",
        discussion: """
            Example:
              registrar program list
            """
    )

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let programs = try await desk.registrar.programs.list(by: try await desk.actor())
        return Answer(
            .page(programs, \.json),
            Output.list(
                programs,
                none: "There are no programs yet; `registrar program import --samples` brings some.",
                [
                    .text("CODE") { .init($0.code) },
                    .text("NAME", gives: true) { .init($0.name) },
                    .number("VERSION") { .init($0.versionNumber) },
                    .text("GRANTS") { .init($0.grants.words) },
                    .text("TERM") { .init($0.termMonths.map { "\($0) months" }) },
                    .number("COHORTS") { .init($0.cohorts) },
                ]
            )
        )
    }
}

extension ProgramSummary {
    var json: JSON { .object(members) }

    var members: [JSON.Member] {
        [
            .init("code", .string(code)), .init("name", .string(name)), .init("version", .integer(versionNumber)),
            .init("grants", .string(grants.rawValue)), .init("term_months", .count(termMonths)),
            .init("is_sample", .bool(isSample)), .init("frozen_at", Moment.json(frozenAt)),
            .init("cohorts", .integer(cohorts)),
        ]
    }
}

extension ProgramVersion.Grants {
    var words: String {
        switch self {
        case .certification: "certification"
        case .assessmentBasedCertificate: "assessment-based"
        case .attendance: "attendance"
        case .nothing: "nothing"
        }
    }
}
