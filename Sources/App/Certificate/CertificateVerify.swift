import ArgumentParser
import Domain

/// Answers whether a certificate holds today; exits 0 for an active one only.
struct CertificateVerify: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify a certificate: who issued what to whom, and whether it holds today.",
        discussion: """
            Case, blanks and hyphens of an ID do not matter. Exits 0 when it is active, 1 otherwise.

            Example:
              registrar certificate verify MES-7K3M9-QRT2W-R
            """
    )

    @OptionGroup var certificate: CertificateArgument
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let certificates = desk.registrar.certificates
        let found = try await certificates.require(certificate.id)
        return try await found.answer(
            certificates.check(found, by: desk.registrar.keys.ring()),
            by: desk.registrar.institute.current()
        )
    }
}
