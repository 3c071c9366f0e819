import ArgumentParser
import Domain

/// Decide about money that waits for it.
struct PaymentSettle: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "settle",
        abstract: "Decide about money that waits for it.",
        usage: """
            registrar payment settle <case>
                     (--reseat | --move-to <code> | --refund <reference> | --keep)
                     [<options>]
            """,
        discussion: """
            A seat here or in another cohort takes the money along, if one is free there. A \
            refund is recorded under its reference; the transfer of the money itself is done \
            at the bank. Repeating a decision changes nothing; another one is refused.

            Example:
              registrar payment list --open-cases
              registrar payment settle 3 --refund "BANK 2026-11-09/12"
              registrar payment settle 4 --move-to MES-2027-02
            """
    )

    @Argument(help: ArgumentHelp("The number of `payment list --open-cases`.", valueName: "case"))
    var number: Int

    @Flag(help: "Seat them again in the same cohort, if a seat is free.")
    var reseat = false

    @Option(help: ArgumentHelp("Seat them in another cohort of the program.", valueName: "code"))
    var moveTo: String?

    @Option(help: ArgumentHelp("It went back, under this reference.", valueName: "reference"))
    var refund: String?

    @Flag(help: "The money stays: by the terms, say.")
    var keep = false

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard [reseat, moveTo != nil, refund != nil, keep].count(where: { $0 }) == 1 else {
            throw ValidationError("Give one of --reseat, --move-to, --refund and --keep.")
        }
    }

    private var choice: PaymentCase.Choice {
        if let moveTo { return .move(to: moveTo) }
        if let refund { return .refund(reference: refund) }
        return reseat ? .reseat : .keep
    }

    func answer(at desk: Desk) async throws -> Answer {
        let settled = try await desk.registrar.payments.settle(
            PaymentCaseID(rawValue: number),
            choice,
            by: try await desk.actor()
        )
        let (one, successor) = (settled.settled, settled.successor)
        let amount = Currency.words(one.amountMinor, one.currency)
        let words =
            switch one.outcome {
            case .refunded: "\(amount) are recorded as paid back."
            case .kept, nil: "\(amount) stay with the institute."
            case .reseated, .moved:
                "Enrollment \(successor.map { "\($0.id)" } ?? "") has seat \(successor?.seatNumber ?? 0) in "
                    + "\(successor?.cohort ?? ""), and the money went along."
            }
        return Answer(
            [
                "case": one.json, "is_repeat": .bool(settled.isRepeat),
                "successor": .count(successor?.id.rawValue), "successor_cohort": .text(successor?.cohort),
                "due_minor": .count(successor?.dueMinor),
            ],
            .words((settled.isRepeat ? "Decided before; nothing changed. " : "") + words),
            .hint(
                successor.map { $0.dueMinor > 0 ? "Still due: \(Currency.words($0.dueMinor, $0.currency))." : "" } ?? ""
            )
        )
    }
}
