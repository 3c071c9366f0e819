import ArgumentParser
import Domain
import Postgres

/// Shows one program with its modules and requirements.
struct ProgramShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a program with its modules and requirements.",
        discussion: """
            Example:
              registrar program show MES
            """
    )

    @Argument(help: "The program's code.")
    var code: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let detail = try await desk.registrar.programs.show(code: code, by: try await desk.actor())
        let (summary, program) = (detail.summary, detail.program)
        return Answer(
            .object(
                summary.members + [
                    .init("summary", .string(program.summary)), .init("terms", program.terms?.json ?? .null),
                    .init("certificate", program.certificate?.json ?? .null),
                    .init("renewal", program.renewal?.json ?? .null),
                    .init("modules", .list(program.modules, \.json)),
                ]
            ),
            .details([
                ("Program", .init("\(program.code)  \(program.name)", .heading)),
                ("Summary", .init(program.summary)),
                ("Version", .init(summary.versionNumber)),
                ("Fixed", .init(summary.frozenAt.map { "since \(Moment.words($0, in: "UTC")), by an open cohort" })),
                ("Grants", .init(program.grants.words)),
                ("Term", .init(program.termMonths.map { "\($0) months" })),
                ("Terms", .init(program.terms?.words)),
                ("Certificate", .init(program.certificate?.words)),
                ("Renewal", .init(program.renewal?.words)),
                ("Sample", .init(program.isSample ? "yes, not the institute's own" : nil)),
            ]),
            Output.list(
                program.modules.flatMap(\.requirements),
                none: "No requirements.",
                [
                    .text("CODE") { .init($0.code) },
                    .text("REQUIREMENT", gives: true) { .init($0.name) },
                    .text("KIND") { .init($0.kind.rawValue.replacing("_", with: " "), .faint) },
                    .text("ASKS FOR", gives: true) { .init($0.detail?.words) },
                ]
            )
        )
    }
}

extension ProgramFile.Module {
    fileprivate var json: JSON {
        [
            "code": .string(code), "name": .string(name),
            "requirements": .list(requirements) {
                [
                    "code": .string($0.code), "kind": .string($0.kind.rawValue), "name": .string($0.name),
                    "detail": $0.detail?.json ?? .null,
                ]
            },
        ]
    }
}

extension RequirementDetail {
    /// What it asks for, under the keys of a program file.
    var json: JSON {
        .object(
            [
                skills.map { skills in
                    .init(
                        "skills",
                        .list(skills) {
                            ["code": .string($0.code), "name": .string($0.name), "tier": .integer($0.tier)]
                        }
                    )
                },
                minutes.map { .init("minutes", .integer($0)) }, expires.map { .init("expires", .bool($0)) },
                exam.map { .init("exam", .string($0)) }, practical.map { .init("practical", .string($0)) },
                after.map { .init("after", .list($0, JSON.string)) },
                retakes.map { retakes in
                    .init(
                        "retakes",
                        [
                            "attempts": .integer(retakes.attempts),
                            "waiting_days": .list(retakes.waitingDays, JSON.integer),
                            "within_months": .count(retakes.withinMonths),
                        ]
                    )
                },
            ].compactMap { (member: JSON.Member?) in member }
        )
    }
}

extension ProgramTerms {
    fileprivate var json: JSON {
        [
            "refund": .list(refund) { ["days": .integer($0.days), "percent": .integer($0.percent)] },
            "transfer": ["times": .integer(transfer.times), "days": .integer(transfer.days)],
        ]
    }
}

extension RenewalRules {
    /// Under the keys of a program file.
    var json: JSON {
        [
            "minutes": .integer(minutes), "kinds": .list(kinds) { .string($0.rawValue) },
            "licenses": .list(licenses, JSON.string), "fee_minor": .integer(feeMinor), "currency": .string(currency),
            "opens_days": .integer(opensDays), "grace_days": .integer(graceDays),
            "reinstatement": reinstatement.map {
                ["months": .integer($0.months), "fee_minor": .integer($0.feeMinor)]
            } ?? .null,
            "foundations_before": .text(foundationsBefore?.description),
        ]
    }
}

extension CertificateTemplate {
    fileprivate var json: JSON {
        [
            "language": .string(language), "paper": .string(paper.rawValue),
            "heading": heading.map(JSON.string) ?? .null,
            "before": .list(before, JSON.string), "after": .list(after, JSON.string),
            "labels": [
                "issued": .string(labels.issued), "valid_until": .string(labels.validUntil),
                "no_end": .string(labels.noEnd),
            ],
            "signatories": .list(signatories) { ["name": .string($0.name), "role": .string($0.role)] },
            "small_print": .list(smallPrint, JSON.string), "accent": accent.map(JSON.string) ?? .null,
        ]
    }
}
