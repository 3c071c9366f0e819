import ArgumentParser
import Domain

/// Issues a new version under the same ID with the name spelt right.
struct CertificateCorrect: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct",
        abstract: "Correct the name on a certificate: a new version under the same ID.",
        usage: """
            registrar certificate correct <id> --name <name>
                     --reason-class <class> --reason <words>
                     [--dry-run] [<options>]
            """,
        discussion: """
            Files of the version before are superseded; the ID and the term stay.

            Example:
              registrar certificate correct MES-7K3M9-QRT2W-R --name "Ada Lovelace" \\
                --reason-class institute_error --reason "A letter was missing"
            """
    )

    @OptionGroup var certificate: CertificateArgument

    @Option(help: "The name as it should stand.")
    var name: String

    @OptionGroup var why: ReasonOptions
    @OptionGroup var rehearsal: RehearsalOption
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let corrected = try await desk.registrar.certificates.correct(
            certificate.id,
            name: name,
            because: why.checked(),
            rehearse: rehearsal.dryRun,
            by: desk.actor()
        )
        return corrected.answer(
            nil,
            by: try await desk.registrar.institute.current(),
            done: rehearsal.dryRun ? "Nothing was changed: so it would stand." : "Done. The holder is told by mail."
        )
    }
}
