import ArgumentParser
import Domain

/// Mails holders the link by which they enter the register, or leave it.
struct RegisterInvite: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite",
        abstract: "Mail holders the link by which they enter or leave the register.",
        usage: """
            registrar register invite (<id> | --all-active)
                     [--dry-run | --apply <hash> | --yes] [<options>]
            """,
        discussion: """
            Only by this link somebody enters the register. It stays the same, so that it can be \
            mailed again. With --all-active those are left out who are in it.

            Example:
              registrar register invite MES-7K3M9-QRT2W-R --yes
              registrar register invite --all-active
            """
    )

    @Argument(help: ArgumentHelp("The certificate's ID, in any spelling.", valueName: "id"))
    var id: String?

    @Flag(name: .customLong("all-active"), help: "Of all active certificates.")
    var allActive = false

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard allActive == (id == nil) else {
            throw ValidationError("Give a certificate's ID, or --all-active for all that are active.")
        }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let register = desk.registrar.register
        var scope = InviteScope.allActive
        if let id { scope = .certificate(try await desk.registrar.certificates.require(id)) }
        let wanted = scope
        let plan = try await planning.outcome(hash: \InvitePlan.hash) {
            try await register.planInvite(wanted, by: actor)
        } apply: {
            try await register.invite(wanted, hash: $0, by: actor)
        }
        let next = NextCommand("registrar", "register", "invite", id ?? "--all-active")
        return plan.answer(next: next)
    }
}

extension InvitePlan {
    /// Long plans are told by their beginning and their totals.
    private static let mostLines = 50

    fileprivate func answer(next: NextCommand) -> Answer {
        let command = next.adding("--apply", hash).lines.joined(separator: "\n")
        let mails = "\(invited) \(invited == 1 ? "mail" : "mails")"
        let asks = !isApplied && invited > 0
        return Answer(
            [
                "hash": .string(hash), "applied": .bool(isApplied), "invited": .integer(invited),
                "lines": .list(lines) {
                    [
                        "id": .string($0.printedID), "name": .string($0.name),
                        "becomes": .string($0.outcome.fate.rawValue),
                    ]
                },
            ],
            [
                .table(
                    Table(
                        Array(lines.prefix(Self.mostLines)),
                        [
                            .text("CERTIFICATE") { .init($0.printedID) },
                            .text("BECOMES") {
                                .init($0.outcome.fate.told, $0.outcome.fate == .invited ? .good : .faint)
                            },
                            .text("NAME", gives: true) { .init($0.name) },
                        ]
                    )
                ),
                .hint(lines.count > Self.mostLines ? "… and \(lines.count - Self.mostLines) more." : ""),
                .words(isApplied ? "\(mails) queued." : asks ? "\(mails) would go out. To send:" : "Nobody to mail."),
                .verbatim(asks ? command : ""),
            ]
        )
    }
}

extension InviteOutcome.Fate {
    fileprivate var told: String {
        switch self {
        case .invited: "gets the link"
        case .listed: "is in it"
        case .unreachable: "no address known"
        case .queued: "a mail is on its way"
        }
    }
}
