import ArgumentParser
import Documents
import Domain
import Web

/// Packs all that somebody needs to check a certificate without us.
struct CertificatePack: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "kit",
        abstract: "Pack a certificate with all that it takes to check it without us.",
        usage: "registrar certificate kit <id> [-o <file>] [<options>]",
        discussion: """
            A .zip with the certificate's files, the issuer's keys, the log's word, a checker \
            to run (Python) and instructions in plain words. The page of a certificate has it \
            too. The same state gives the same octets.

            Example:
              registrar certificate kit MES-7K3M9-QRT2W-R
              registrar certificate kit MES-7K3M9-QRT2W-R -o kit.zip
            """
    )

    @OptionGroup var certificate: CertificateArgument

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Where it goes; ID.zip when left out.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let found = try await desk.registrar.certificates.require(certificate.id)
        let octets = try await CertificateKit(of: found, at: desk.registrar).packed()
        let path = output ?? "\(found.printedID).zip"
        try ExportTarget.save(octets, at: path)
        return Answer(
            ["id": .string(found.printedID), "file": .string(path), "octets": .integer(octets.count)],
            .words("The kit of \(found.printedID), in \(path). Begin with READ ME FIRST.html in it.")
        )
    }
}
