import ArgumentParser
import Domain

/// Show what a cohort's claims owe and paid, or the cases that wait for a decision.
struct PaymentList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show who owes and who paid, or what waits for a decision.",
        usage: """
            registrar payment list (--cohort <code> | --open-cases [--cohort <code>])
                     [<options>]
            """,
        discussion: """
            Example:
              registrar payment list --cohort MES-2027-01
              registrar payment list --open-cases
            """
    )

    @Option(help: ArgumentHelp("The cohort's code.", valueName: "code"))
    var cohort: String?

    @Flag(help: "Money that is late, to be given back, or too much.")
    var openCases = false

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard openCases || cohort != nil else { throw ValidationError("Give --cohort, or --open-cases.") }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let payments = desk.registrar.payments
        guard openCases, let cases = Optional(try await payments.openCases(cohort: cohort, by: actor)) else {
            return Self.answer(try await payments.list(cohort: cohort ?? "", by: actor))
        }
        return Self.answer(cases)
    }

    private static func answer(_ lines: [Payments.Line]) -> Answer {
        let missing = lines.filter { $0.dueMinor > 0 }
        let owed = Dictionary(grouping: missing, by: \.currency)
            .map { Currency.words($0.value.map(\.dueMinor).reduce(0, +), $0.key) }
            .sorted()
        return Answer(
            .page(lines, \.json),
            Output.list(
                lines,
                none: "No claim here owes anything or has paid anything.",
                [
                    .number("NO") { .init($0.enrollmentId.rawValue) },
                    .text("STATE") { .init($0.state.rawValue, $0.state.tone) },
                    .text("NAME", gives: true) { .init($0.name.rawValue) },
                    .number("EXPECTED") { .init(amount($0.expectedMinor - $0.waivedMinor, $0)) },
                    .number("WITH US") { .init(amount($0.withUsMinor, $0)) },
                    .number("DUE") { .init(amount($0.dueMinor, $0), $0.dueMinor > 0 ? .waiting : .plain) },
                    .text("CASES") { .init($0.openCases > 0 ? "\($0.openCases) open" : nil, .bad) },
                ]
            ),
            .hint(
                missing.isEmpty
                    ? "Nothing is missing."
                    : "\(missing.count) \(missing.count == 1 ? "owes" : "owe") \(owed.joined(separator: " and "))."
            )
        )
    }

    private static func amount(_ minor: Int, _ line: Payments.Line) -> String {
        Currency.words(minor, line.currency)
    }

    private static func answer(_ cases: [PaymentCase]) -> Answer {
        Answer(
            .page(cases, \.json),
            Output.list(
                cases,
                none: "No case is open.",
                [
                    .number("CASE") { .init($0.id.rawValue) },
                    .number("NO") { .init($0.enrollmentId.rawValue) },
                    .text("COHORT") { .init($0.cohort) },
                    .text("WHY") { .init($0.kind.rawValue, .waiting) },
                    .number("AMOUNT") { .init(Currency.words($0.amountMinor, $0.currency)) },
                    .text("NAME", gives: true) { .init($0.name.rawValue) },
                    .text("SINCE") { .init(Moment.short($0.openedAt, in: "UTC")) },
                ]
            ),
            .hint(cases.isEmpty ? "" : "`registrar payment settle` decides a case; times are in UTC.")
        )
    }
}

extension Payments.Line {
    fileprivate var json: JSON {
        [
            "enrollment": .integer(enrollmentId.rawValue), "name": .string(name.rawValue),
            "email": .string(email.rawValue), "state": .string(state.rawValue), "expires_at": Moment.json(expiresAt),
            "currency": .string(currency), "expected_minor": .integer(expectedMinor),
            "received_minor": .integer(receivedMinor), "refunded_minor": .integer(refundedMinor),
            "waived_minor": .integer(waivedMinor), "moved_minor": .integer(movedMinor),
            "with_us_minor": .integer(withUsMinor), "due_minor": .integer(dueMinor),
            "open_cases": .integer(openCases),
        ]
    }
}

extension PaymentCase {
    var json: JSON {
        [
            "id": .integer(id.rawValue), "enrollment": .integer(enrollmentId.rawValue), "cohort": .string(cohort),
            "kind": .string(kind.rawValue), "amount_minor": .integer(amountMinor), "currency": .string(currency),
            "opened_at": Moment.json(openedAt), "settled_at": Moment.json(settledAt),
            "outcome": .text(outcome?.rawValue), "choices": .list(choices) { .string($0.rawValue) },
            "name": .string(name.rawValue), "email": .string(email.rawValue), "state": .string(state.rawValue),
        ]
    }

    /// `1,295.00 USD came for enrollment 12 (MES-2027-01), which is lapsed`
    var words: String {
        let amount = Currency.words(amountMinor, currency)
        let claim = "enrollment \(enrollmentId) (\(cohort))"
        return switch kind {
        case .late: "\(amount) came for \(claim), which is \(state.rawValue)"
        case .withdrawn: "\(amount) go back by the terms of \(claim), which was given back"
        case .removed, .cancelled: "\(amount) were paid for \(claim), which was \(kind.rawValue)"
        case .overpaid: "\(amount) more than expected came for \(claim)"
        }
    }
}
