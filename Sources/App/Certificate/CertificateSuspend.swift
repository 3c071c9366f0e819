import ArgumentParser
import Domain

/// Suspend a certificate for a time.
struct CertificateSuspend: CertificateChanging {
    static let change = CertificateChange.suspend
    static let configuration = CommandConfiguration(
        commandName: "suspend",
        abstract: "Suspend a certificate for a time.",
        usage: """
            registrar certificate suspend <id>
                     --reason-class <class> --reason <words>
                     [--effective <day>] [--dry-run] [<options>]
            """,
        discussion: """
            Everyone who looks it up sees it at once. `certificate reinstate` ends it.

            Example:
              registrar certificate suspend MES-7K3M9-QRT2W-R \\
                --reason-class conduct --reason "A complaint is being looked into"
            """
    )

    @OptionGroup var certificate: CertificateArgument
    @OptionGroup var why: ReasonOptions
    @OptionGroup var when: EffectiveOption
    @OptionGroup var rehearsal: RehearsalOption
    @OptionGroup var options: DeskOptions
}
