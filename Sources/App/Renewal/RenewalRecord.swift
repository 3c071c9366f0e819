import ArgumentParser
import Domain

/// Brings something towards renewal for a holder.
struct RenewalRecord: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Bring coursework, observation or a foundations course for a holder.",
        usage: """
            registrar renewal record <id> --kind <kind> --minutes <n> --on <day>
                     --title <words> --file <file>
                     [--supervisor <name> --license <type> --license-number <words>]
                     [<options>]
            """,
        discussion: """
            For what came by post or mail. It waits for a review as what a holder sends on the \
            renewal page does.

            Example:
              registrar renewal record MES-7K3M9-QRT2W-R --kind observation --minutes 120 \\
                --on 2027-03-02 --title "Knee clinic" --supervisor "Bo Diaz" \\
                --license RPT --license-number TX-1234 --file log.pdf
            """
    )

    @OptionGroup var certificate: CertificateArgument

    @Option(help: ArgumentHelp("coursework, observation or foundations.", valueName: "kind"))
    var kind: String

    @Option(help: ArgumentHelp("Minutes that count.", valueName: "n"))
    var minutes: String

    @Option(help: ArgumentHelp("The day it was done, like 2027-03-02.", valueName: "day"))
    var on: String

    @Option(help: ArgumentHelp("What it was called, or where it was.", valueName: "words"))
    var title: String

    @Option(help: ArgumentHelp("What shows it: PDF, JPEG, PNG or text.", valueName: "file"), completion: .file())
    var file: String

    @Option(help: ArgumentHelp("Who taught or supervised it.", valueName: "name"))
    var supervisor: String = ""

    @Option(help: ArgumentHelp("Their license, like RPT.", valueName: "type"))
    var license: String = ""

    @Option(help: ArgumentHelp("Its number.", valueName: "words"))
    var licenseNumber: String = ""

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let path = file
        let draft = try CreditDraft(
            kind: kind,
            title: title,
            minutes: minutes,
            doneOn: on,
            supervisor: supervisor,
            licenseType: license,
            licenseNumber: licenseNumber
        ) {
            try EvidenceFile(name: path, octets: try InputFile.octets(at: path))
        }
        let credit = try await desk.registrar.renewals.record(draft, of: certificate.id, by: try await desk.actor())
        return Answer(
            credit.json,
            credit.details,
            .hint("`registrar renewal review \(credit.id) --accept` says that it counts.")
        )
    }
}
