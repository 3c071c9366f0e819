import ArgumentParser
import Domain

/// End a certificate that its holder gave back.
struct CertificateSurrender: CertificateChanging {
    static let change = CertificateChange.surrender
    static let configuration = CommandConfiguration(
        commandName: "surrender",
        abstract: "End a certificate that its holder gave back.",
        usage: """
            registrar certificate surrender <id>
                     --reason-class <class> --reason <words>
                     [--effective <day>] [--dry-run] [<options>]
            """,
        discussion: """
            It cannot be undone. Files of it are refused like those of a revoked one.

            Example:
              registrar certificate surrender MES-7K3M9-QRT2W-R \\
                --reason-class own_request --reason "Holder retires, letter of 3 May"
            """
    )

    @OptionGroup var certificate: CertificateArgument
    @OptionGroup var why: ReasonOptions
    @OptionGroup var when: EffectiveOption
    @OptionGroup var rehearsal: RehearsalOption
    @OptionGroup var options: DeskOptions
}
