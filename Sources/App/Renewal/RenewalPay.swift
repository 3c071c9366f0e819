import ArgumentParser
import Domain
import Postgres

/// Records money for a renewal.
struct RenewalPay: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "pay",
        abstract: "Record a renewal fee that came, went back or is waived.",
        usage: """
            registrar renewal pay <id>
                     (--received <amount> | --refunded <amount> | --waived <amount>)
                     --currency <code> [--reference <words>] [--date <day>]
                     [--reason <words>] [<options>]
            """,
        discussion: """
            Amounts are in minor units: 5000 is 50.00. What came or went back takes a reference, \
            the bank's or the provider's word for it; what is waived takes a reason.

            Example:
              registrar renewal pay MES-7K3M9-QRT2W-R --received 5000 --currency USD \\
                --reference "BANK 2027-03-02/77"
              registrar renewal pay MES-7K3M9-QRT2W-R --waived 5000 --currency USD \\
                --reason "Teaches for us"
            """
    )

    @OptionGroup var certificate: CertificateArgument

    @Option(help: ArgumentHelp("It came, in minor units.", valueName: "amount"))
    var received: Int?

    @Option(help: ArgumentHelp("It went back.", valueName: "amount"))
    var refunded: Int?

    @Option(help: ArgumentHelp("It need not be paid.", valueName: "amount"))
    var waived: Int?

    @Option(help: ArgumentHelp("ISO 4217 code, like USD.", valueName: "code"))
    var currency: String

    @Option(help: ArgumentHelp("The bank's or provider's word for it.", valueName: "words"))
    var reference: String?

    @Option(help: ArgumentHelp("The day the bank says, like 2027-03-02.", valueName: "day"))
    var date: String?

    @Option(help: ArgumentHelp("Why it is waived.", valueName: "words"))
    var reason: String?

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard [received, refunded, waived].count(where: { $0 != nil }) == 1 else {
            throw ValidationError("Give one of --received, --refunded and --waived.")
        }
        guard date == nil || date.flatMap({ CalendarDate($0) }) != nil else {
            throw ValidationError("A day is written like 2027-03-02.")
        }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let payment = try RenewalPayment(
            received != nil ? .received : refunded != nil ? .refunded : .waived,
            of: received ?? refunded ?? waived ?? 0,
            currency,
            reference: reference,
            valueDate: date.flatMap { CalendarDate($0) },
            reason: reason
        )
        let standing = try await desk.registrar.renewals.pay(payment, for: certificate.id, by: try await desk.actor())
        let zone = try await desk.registrar.institute.current().timeZone
        return Answer(standing.json, .words("Recorded."), standing.details(in: zone))
    }
}
