import ArgumentParser
import Domain

/// Reinstate a suspended certificate.
struct CertificateReinstate: CertificateChanging {
    static let change = CertificateChange.reinstate
    static let configuration = CommandConfiguration(
        commandName: "reinstate",
        abstract: "Reinstate a suspended certificate.",
        usage: """
            registrar certificate reinstate <id>
                     --reason-class <class> --reason <words>
                     [--effective <day>] [--dry-run] [<options>]
            """,
        discussion: """
            It is active again until the end of its term.

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
}
