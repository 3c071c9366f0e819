import ArgumentParser
import Credentials
import Domain
import Web

/// Signs what a verification answers now.
struct CertificateReceipt: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt",
        abstract: "Sign a dated receipt of what a verification answers now.",
        usage: """
            registrar certificate receipt <id> [--for <words>]
                     [--format <format>] [-o <file>] [<options>]
            """,
        discussion: """
            It says who issued what to whom, the status at this moment and what was checked, \
            and can itself be checked: on /verify, or by `certificate verify`. It is given and \
            not kept. It runs where the key files are.

            Example:
              registrar certificate receipt MES-7K3M9-QRT2W-R --for "St Mary's Clinic"
              registrar certificate receipt MES-7K3M9-QRT2W-R --format json -o r.json
            """
    )

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case pdf, json, jwt
    }

    @OptionGroup var certificate: CertificateArgument

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("Whom or what it is for; signed as given.", valueName: "words")
    )
    var reference: String?

    @Option(help: ArgumentHelp("pdf, json or jwt.", valueName: "format"))
    var format = Format.pdf

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Where it goes; ID-receipt.pdf when left out.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let ring = try await desk.registrar.keys.ring()
        let given = try await desk.registrar.receipts.give(certificate.id, for: reference, by: ring)
        try? await desk.registrar.certificates.writeLookUps()
        let path = output ?? "\(given.receipt.asked)-receipt.\(format.rawValue)"
        try ExportTarget.save(try await octets(of: given, at: desk), at: path)
        return Answer(
            [
                "file": .string(path), "receipt": JSON(given.receipt.claims), "jwt": .string(given.jwt),
            ],
            .words(
                """
                A receipt of \(given.receipt.asked): \(given.receipt.status) at \
                \(Moment.short(given.receipt.givenAt.date, in: "UTC")) UTC, in \(path).
                """
            )
        )
    }

    private func octets(of given: Receipts.Given, at desk: Desk) async throws -> [UInt8] {
        switch format {
        case .jwt: return Array(given.jwt.utf8)
        case .json: return try given.json.canonical()
        case .pdf:
            let template = try await desk.registrar.certificates.template(of: given.certificate)
            return try given.pdf(on: template.paper, by: try await desk.registrar.institute.current())
        }
    }
}
