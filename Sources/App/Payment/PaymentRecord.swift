import ArgumentParser
import Domain
import Postgres

/// Record money that came, went back or is waived.
struct PaymentRecord: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Record money that came, went back or is waived.",
        usage: """
            registrar payment record <number>
                     (--received <amount> | --refunded <amount> | --waived <amount>)
                     --currency <code> --reference <words> [--date <day>] [<options>]
            """,
        discussion: """
            Amounts are in minor units: 129500 is 1,295.00. The reference is the bank's or the \
            provider's word for the payment: the same one again changes nothing. A payment for \
            a claim that ended, or beyond what is due, opens a case.

            Example:
              registrar payment record 12 --received 129500 --currency USD \\
                --reference "BANK 2026-11-02/77" --date 2026-11-02
            """
    )

    @OptionGroup var enrollment: EnrollmentArgument

    @Option(help: ArgumentHelp("It came, in minor units.", valueName: "amount"))
    var received: Int?

    @Option(help: ArgumentHelp("It went back.", valueName: "amount"))
    var refunded: Int?

    @Option(help: ArgumentHelp("It need not be paid.", valueName: "amount"))
    var waived: Int?

    @Option(help: ArgumentHelp("ISO 4217 code, like USD.", valueName: "code"))
    var currency: String

    @Option(help: ArgumentHelp("The bank's or provider's word for it, or who waived it.", valueName: "words"))
    var reference: String

    @Option(help: ArgumentHelp("The day the bank says, like 2026-11-02.", valueName: "day"))
    var date: String?

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard [received, refunded, waived].count(where: { $0 != nil }) == 1 else {
            throw ValidationError("Give one of --received, --refunded and --waived.")
        }
        guard date == nil || day != nil else {
            throw ValidationError("A day is written like 2026-11-02.")
        }
    }

    private var day: CalendarDate? { date.flatMap { CalendarDate($0) } }

    private var kind: PaymentEntry.Kind {
        received != nil ? .received : refunded != nil ? .refunded : .waived
    }

    func answer(at desk: Desk) async throws -> Answer {
        let entry = try PaymentEntry(
            kind,
            of: received ?? refunded ?? waived ?? 0,
            currency,
            for: enrollment.id,
            reference: reference,
            valueDate: day
        )
        let recorded = try await desk.registrar.payments.record(entry, by: try await desk.actor())
        return recorded.answer(for: enrollment.id)
    }
}

extension RecordedPayment {
    fileprivate func answer(for named: EnrollmentID) -> Answer {
        var words = isRepeat ? "Recorded before; nothing changed." : "Recorded."
        if status.id != named { words += " Enrollment \(named) moved on; the money goes to enrollment \(status.id)." }
        if confirmsSeat { words += " The seat is confirmed." }
        return Answer(
            [
                "enrollment": .integer(status.id.rawValue), "cohort": .string(status.cohort),
                "state": .string(status.state.rawValue), "kind": .string(payment.kind.rawValue),
                "amount_minor": .integer(payment.amountMinor), "currency": .string(payment.currency),
                "reference": .text(payment.reference), "date": .text(payment.valueDate?.description),
                "recorded_at": Moment.json(payment.at), "confirms_seat": .bool(confirmsSeat),
                "is_repeat": .bool(isRepeat), "due_minor": .integer(account.dueMinor),
                "with_us_minor": .integer(account.withUsMinor), "cases": .list(cases, \.json),
            ],
            [
                .words(words),
                .details([
                    ("Enrollment", .init("\(status.id)", .heading)),
                    ("Cohort", .init(status.cohort)),
                    ("State", .init(status.state.rawValue, status.state.tone)),
                    ("Kind", .init(payment.kind.rawValue)),
                    ("Amount", .init(Currency.words(payment.amountMinor, payment.currency))),
                    ("Reference", .init(payment.reference)),
                    ("Due", .init(Currency.words(account.dueMinor, account.currency))),
                    ("With us", .init(Currency.words(account.withUsMinor, account.currency))),
                ]),
            ] + cases.map { .hint("Case \($0.id): \($0.words). `registrar payment settle \($0.id)` decides it.") }
        )
    }
}
