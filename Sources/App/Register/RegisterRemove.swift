import ArgumentParser
import Domain

/// Takes a holder out of the register.
struct RegisterRemove: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take a holder out of the public register.",
        usage: """
            registrar register remove <id>
                     --reason-class <class> --reason <words> [<options>]
            """,
        discussion: """
            The certificate stays as it is. The holder may come back by their own link.

            Example:
              registrar register remove MES-7K3M9-QRT2W-R \\
                --reason-class own_request --reason "Asked for it by telephone"
            """
    )

    @OptionGroup var certificate: CertificateArgument
    @OptionGroup var why: ReasonOptions
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let found = try await desk.registrar.certificates.require(certificate.id)
        try await desk.registrar.register.remove(found, because: why.checked(), by: desk.actor())
        return Answer(
            ["id": .string(found.printedID), "removed": .bool(true)],
            .words("\(found.printedID) is out of the register.")
        )
    }
}
