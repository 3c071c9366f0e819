import ArgumentParser
import Domain

/// Reinstates a certificate that is suspended, or whose term is over.
struct CertificateReinstate: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "reinstate",
        abstract: "Reinstate a certificate that is suspended, or past its term.",
        usage: """
            registrar certificate reinstate <id>
                     --reason-class <class> --reason <words>
                     [--effective <day>] [--dry-run] [<options>]
            """,
        discussion: """
            Within its term it is active again until its end. Past it, once the time to renew is \
            over, it gets a new term that counts from now; that takes the hours of a renewal and \
            the fee for reinstatement, runs where the key files are, and ends with the program's \
            time for it.

            Example:
              registrar certificate reinstate MES-7K3M9-QRT2W-R \\
                --reason-class other --reason "The complaint was unfounded"
            """
    )

    @OptionGroup var certificate: CertificateArgument
    @OptionGroup var why: ReasonOptions
    @OptionGroup var when: EffectiveOption
    @OptionGroup var rehearsal: RehearsalOption
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let institute = try await desk.registrar.institute.current()
        let changed = try await desk.registrar.renewals.reinstate(
            certificate.id,
            because: why.checked(),
            effective: when.date(in: institute.timeZone),
            rehearse: rehearsal.dryRun,
            by: desk.actor()
        )
        return changed.answer(
            nil,
            by: institute,
            done: rehearsal.dryRun ? "Nothing was changed: so it would stand." : "Done. The holder is told by mail."
        )
    }
}
