import ArgumentParser
import Domain

/// Revoke a certificate, for good.
struct CertificateRevoke: CertificateChanging {
    static let change = CertificateChange.revoke
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Revoke a certificate, for good.",
        usage: """
            registrar certificate revoke <id>
                     --reason-class <class> --reason <words>
                     [--effective <day>] [--dry-run] [<options>]
            """,
        discussion: """
            It cannot be undone: look first with --dry-run. Verifiers that read the status list refuse its files.

            Example:
              registrar certificate revoke MES-7K3M9-QRT2W-R \\
                --reason-class conduct --reason "Worked outside the scope of practice"
            """
    )

    @OptionGroup var certificate: CertificateArgument
    @OptionGroup var why: ReasonOptions
    @OptionGroup var when: EffectiveOption
    @OptionGroup var rehearsal: RehearsalOption
    @OptionGroup var options: DeskOptions
}
