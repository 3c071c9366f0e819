import ArgumentParser
import Domain

/// Mails a holder the link of the renewal page.
struct RenewalInvite: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite",
        abstract: "Mail a holder the link of their renewal page.",
        usage: """
            registrar renewal invite <id> [--dry-run] [<options>]
            """,
        discussion: """
            Reminders carry the same link 90, 60, 30 and 7 days before the end. It stays the same, \
            so that it can be mailed again.

            Example:
              registrar renewal invite MES-7K3M9-QRT2W-R
            """
    )

    @OptionGroup var certificate: CertificateArgument
    @OptionGroup var rehearsal: RehearsalOption
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let standing = try await desk.registrar.renewals.invite(
            certificate.id,
            isRehearsal: rehearsal.dryRun,
            by: try await desk.actor()
        )
        let zone = try await desk.registrar.institute.current().timeZone
        return Answer(
            .object((standing.json.members ?? []) + [.init("queued", .bool(!rehearsal.dryRun))]),
            standing.details(in: zone),
            .words(rehearsal.dryRun ? "A mail would go out. Nothing was queued." : "A mail is queued.")
        )
    }
}
