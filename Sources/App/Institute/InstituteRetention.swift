import ArgumentParser
import Domain
import Postgres

/// How long each kind of data is kept.
struct InstituteRetention: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "How long each kind of data about people is kept.",
        subcommands: [RetentionList.self, RetentionSet.self]
    )
}

/// Lists the rules.
struct RetentionList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what goes by itself, when, and why then.",
        discussion: """
            What a live claim, an open appeal, a certificate that holds or a legal hold needs stays \
            in any case; certificates and money always do.

            Example:
              registrar institute retention list
            """
    )

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let rules = try await desk.registrar.retention.rules(by: desk.actor())
        return Answer(
            .page(rules, \.json),
            rules.flatMap { rule -> [Block] in
                [
                    .details([
                        (rule.kind, .init(rule.words, rule.period == nil ? .waiting : .heading)),
                        ("", .init(rule.takes)),
                        ("", .init(rule.because, .faint)),
                    ])
                ]
            }
        )
    }
}

/// Changes a rule.
struct RetentionSet: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Say after how long a kind of data goes.",
        usage: "registrar institute retention set <kind> <period> [<options>]",
        discussion: """
            For owners. A period is whole days, months or years; `never` keeps the kind.

            Example:
              registrar institute retention set evidence_files "5 years"
              registrar institute retention set audit_texts never
            """
    )

    @Argument(help: ArgumentHelp("The kind, as `list` shows it.", valueName: "kind"))
    var kind: String

    @Argument(help: ArgumentHelp("Such as 90 days or 3 years; or never.", valueName: "period"))
    var period: String

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard period == "never" || interval != nil else {
            throw ValidationError("A period is whole days, months or years, such as \"90 days\"; or never.")
        }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let rule = try await desk.registrar.retention.set(kind, period: interval, by: desk.actor())
        let goes = rule.period == nil ? "is kept" : "goes after \(rule.words)"
        return Answer(rule.json, .words("\(rule.kind): \(goes). \(rule.takes)"))
    }

    private var interval: Interval? {
        guard let match = period.wholeMatch(of: /([0-9]{1,5}) (day|month|year)s?/), let number = Int32(match.1) else {
            return nil
        }
        return switch match.2 {
        case "day": Interval(days: number)
        case "month": Interval(months: number)
        default: Interval(months: 12 * number)
        }
    }
}

extension RetentionRule {
    fileprivate var json: JSON {
        [
            "kind": .string(kind), "period": period == nil ? .null : .string(words), "takes": .string(takes),
            "because": .string(because),
        ]
    }
}
