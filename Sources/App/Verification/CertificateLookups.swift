import ArgumentParser
import Domain

/// Tells how often certificates were looked up, day by day.
struct CertificateLookups: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "lookups",
        abstract: "Tell how often certificates were looked up, day by day.",
        usage: "registrar certificate lookups [--days <number>] [<options>]",
        discussion: """
            Counted by day and answer, never by who asked. The service writes its counts down \
            once a minute. NOT VALID are those that expired or were withdrawn, and files of an \
            earlier version; NOT OURS are forged and altered files, and other issuers'.

            Example:
              registrar certificate lookups --days 7
            """
    )

    @Option(help: ArgumentHelp("How many days back, 1 to 3660.", valueName: "number"))
    var days = 30

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard (1...3660).contains(days) else { throw ValidationError("--days takes 1 to 3660.") }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let counted = try await desk.registrar.certificates.lookUps(days: days, by: desk.actor())
        return Answer(
            .page(counted, \.json),
            Output.list(
                counted,
                none: "Nobody looked a certificate up in these days.",
                [
                    .text("DAY") { .init($0.day) },
                    .number("LOOK-UPS") { .init($0.total) },
                    .number("VALID") { .init($0[.active]) },
                    .number("NOT VALID") {
                        .init($0[.expired, .suspended, .revoked, .surrendered, .erased, .superseded])
                    },
                    .number("UNKNOWN") { .init($0[.unknown]) },
                    .number("MISTYPED") { .init($0[.mistyped]) },
                    .number("NOT OURS") { .init($0[.untrusted, .anotherIssuer]) },
                ]
            )
        )
    }
}

extension LookUpDay {
    fileprivate var json: JSON {
        [
            "day": .string(day), "total": .integer(total),
            "answers": .object(LookUpAnswer.allCases.map { JSON.Member($0.rawValue, .integer(self[$0])) }),
        ]
    }
}
