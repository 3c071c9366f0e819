import ArgumentParser
import Domain
import Foundation

/// Renews certificates in two steps, a plan and its application.
struct CertificateRenew: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "renew",
        abstract: "Renew certificates under the same ID, for another term.",
        usage: """
            registrar certificate renew (<id> ... | --due [--program <code>])
                     [--dry-run | --apply <hash> | --yes] [<options>]
            """,
        discussion: """
            The next term begins where the old one ends. It takes the hours and the fee that the \
            program asks for: `renewal show` tells what is missing. Killed halfway, the same \
            command with the same hash goes on. It runs where the key files are.

            Example:
              registrar certificate renew MES-7K3M9-QRT2W-R --yes
              registrar certificate renew --due --program MES
            """
    )

    @Argument(help: ArgumentHelp("Certificates by ID, in any spelling.", valueName: "id"))
    var ids: [String] = []

    @Flag(help: "All whose renewal is open.")
    var due = false

    @Option(help: ArgumentHelp("Only of this program.", valueName: "code"))
    var program: String?

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard due == ids.isEmpty else { throw ValidationError("Give IDs, or --due for all whose renewal is open.") }
        guard due || program == nil else { throw ValidationError("--program goes with --due.") }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let renewals = desk.registrar.renewals
        let scope: RenewalScope = due ? .due(program: program) : .these(ids)
        let bar = ProgressBar("certificates")
        let plan = try await planning.outcome(hash: \RenewalPlan.hash) {
            try await renewals.planRenewal(scope, by: actor)
        } apply: {
            try await renewals.renew(hash: $0, by: actor) { bar.show($0, of: $1) }
        }
        bar.end()
        return plan.answer(next: next, zone: try await desk.registrar.institute.current().timeZone)
    }

    private var next: NextCommand {
        NextCommand(["registrar", "certificate", "renew"] + ids).adding("--due", if: due).adding("--program", program)
    }
}

extension RenewalPlan {
    /// Long plans are told by their beginning and their totals.
    private static let mostLines = 50

    fileprivate func answer(next: NextCommand, zone: String) -> Answer {
        Answer(
            json,
            [
                .table(
                    Table(
                        Array(lines.prefix(Self.mostLines)),
                        [
                            .text("CERTIFICATE") { .init($0.outcome.certificate) },
                            .text("HOLDER", gives: true) { .init($0.holder) },
                            .text("BECOMES") { line in
                                line.outcome.until.map { .init("until \(Moment.day($0, in: zone))", .good) }
                                    ?? .init("stays", .faint)
                            },
                            .text("WHY", gives: true) { .init($0.why) },
                        ]
                    )
                ),
                .hint(lines.count > Self.mostLines ? "… and \(lines.count - Self.mostLines) more." : ""),
                .words(
                    isApplied
                        ? "Renewed: \(renewed). Holders are told by mail."
                        : "\(ready) to renew, \(lines.count - ready) stay as they are."
                ),
            ]
                + (isApplied
                    ? []
                    : [
                        .words("Nothing was changed yet. To carry out this plan:"),
                        .verbatim(next.adding("--apply", hash).lines.joined(separator: "\n")),
                    ])
        )
    }

    private var json: JSON {
        [
            "hash": .string(hash), "applied": .bool(isApplied), "ready": .integer(ready), "renewed": .integer(renewed),
            "lines": .list(lines) { line in
                var code: String?
                if case .stays(let why) = line.outcome.fate { code = why }
                return [
                    "certificate": .string(line.outcome.certificate), "name": .text(line.holder),
                    "credential": .string(line.credential), "term_ends": Moment.json(line.endsAt),
                    "renewed_until": Moment.json(line.outcome.until), "code": .text(code), "why": .text(line.why),
                ]
            },
        ]
    }
}
