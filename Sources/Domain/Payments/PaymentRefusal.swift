extension Refusal {
    static func referenceUsed(_ before: Payment) -> Refusal {
        .conflict(
            "reference-used",
            """
            The reference “\(before.reference ?? "")” was recorded already, as \(before.kind.rawValue): \
            \(Currency.words(before.amountMinor, before.currency)) for enrollment \(before.enrollmentId). \
            The same reference is the same money; give this payment its own.
            """
        )
    }

    static func otherCurrency(_ currency: String, _ account: Account) -> Refusal {
        Refusal(
            .invalid,
            "other-currency",
            """
            Enrollment \(account.enrollmentId) is paid in \(account.currency), not in \(currency). Record what it came to \
            in \(account.currency), or send it back.
            """,
            problems: [.init("currency", "Enrollment \(account.enrollmentId) is paid in \(account.currency).")]
        )
    }

    static func refundTooLarge(_ account: Account) -> Refusal {
        .conflict(
            "refund-too-large",
            """
            Only \(Currency.words(account.withUsMinor, account.currency)) of enrollment \(account.enrollmentId) are with us; \
            no more can go back.
            """
        )
    }

    static func waiverTooLarge(_ account: Account) -> Refusal {
        .conflict(
            "waiver-too-large",
            """
            Enrollment \(account.enrollmentId) owes \(Currency.words(max(0, account.dueMinor), account.currency)); \
            no more can be waived.
            """
        )
    }

    static func caseUnknown(_ id: PaymentCaseID) -> Refusal {
        .notFound("case-unknown", "There is no case \(id); `registrar payment list --open-cases` shows them.")
    }

    static func caseSettled(_ settled: PaymentCase) -> Refusal {
        .conflict(
            "case-settled",
            "Case \(settled.id) is settled already (\(settled.outcome?.rawValue ?? "")); it never changes again."
        )
    }

    static func choiceNotPossible(_ open: PaymentCase) -> Refusal {
        .conflict(
            "choice-not-possible",
            """
            That cannot be decided about case \(open.id) (\(open.kind.rawValue)); possible are \
            \(open.choices.map(\.rawValue).joined(separator: ", ")).
            """
        )
    }
}
