import ArgumentParser
import Domain
import Foundation
import Psychometrics

/// How far raters agree.
struct PracticalAgreement: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreement",
        abstract: "Tell how far raters agree, with n.",
        usage: """
            registrar practical agreement <practical> [--of-version <number>]
                     [<options>]
            """,
        discussion: """
            Of each decided candidate the first two ratings, given blind: by criterion the \
            share of equal levels and Cohen's kappa with quadratic weights; of the points \
            ICC(2,1), one rater, and ICC(2,k), the mean of two. n/a: nothing varies.

            Example:
              registrar practical agreement MES-PRACTICAL
            """
    )

    @Argument(help: "The practical's code.")
    var practical: String

    @Option(
        name: .customLong("of-version"),
        help: ArgumentHelp("A version (default: the newest).", valueName: "number")
    )
    var version: Int?

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let agreement = try await desk.registrar.practicals.agreement(
            code: practical,
            version: version,
            by: desk.actor()
        )
        return Answer(
            agreement.json,
            .words("\(agreement.practical), version \(agreement.version): \(agreement.size)."),
            .table(
                Table(
                    agreement.criteria,
                    [
                        .text("CRITERION") { .init($0.code) },
                        .number("EQUAL") { .init($0.agreement.figure) },
                        .number("KAPPA") { .init($0.kappa.figure) },
                        .text("NAME", gives: true) { .init($0.name) },
                    ]
                )
            ),
            .details([
                ("Points", .init("ICC(2,1) \(agreement.points.randomSingle.figure)")),
                ("", .init("ICC(2,k) \(agreement.points.randomMean.figure), k = 2")),
            ])
        )
    }
}

extension RaterAgreement {
    fileprivate var json: JSON {
        [
            "practical": .string(practical), "version": .integer(version), "n": .integer(size.n),
            "caution": .text(size.caution?.rawValue),
            "criteria": .list(criteria) { criterion in
                [
                    "code": .string(criterion.code), "agreement": criterion.agreement.map(JSON.number) ?? .null,
                    "kappa_quadratic": criterion.kappa.map(JSON.number) ?? .null,
                ]
            },
            "points": [
                "icc_2_1": points.randomSingle.map(JSON.number) ?? .null,
                "icc_2_k": points.randomMean.map(JSON.number) ?? .null,
            ],
        ]
    }
}

extension Double? {
    /// `.73`, or that there is none.
    fileprivate var figure: String { map { String(format: "%.2f", $0) } ?? "n/a" }
}
