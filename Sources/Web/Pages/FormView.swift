import Domain

/// The reserve form: each field with what was typed and what is wrong with it, tied together by ids.
struct FormView: Sendable {
    struct Field: Sendable {
        let typed: String
        let error: String?
        /// Ids of the hint and, if there is one, of the error.
        let describedBy: String

        init(_ name: String, typed: String, _ problems: [Refusal.Problem]) {
            self.typed = typed
            error = problems.first { $0.field == name }?.message
            describedBy = error == nil ? "\(name)-hint" : "\(name)-error \(name)-hint"
        }
    }

    /// One line of the summary above the form, linked to its field where it has one.
    struct Trouble: Sendable {
        let message: String
        let field: String?
    }

    /// Another date of the same program, as a box to tick.
    struct OtherDate: Sendable {
        let field: String
        let code: String
        let dates: String
        let price: String
        let seatWords: String
        let isTicked: Bool

        init(_ cohort: CohortView, isTicked: Bool) {
            field = CohortForm.Typed.boxPrefix + cohort.code
            code = cohort.code
            dates = cohort.dates
            price = cohort.price
            seatWords = cohort.seatWords
            self.isTicked = isTicked
        }
    }

    let action: String
    let key: String
    let button: String
    let promise: String
    let wording: String
    let isTicked: Bool
    let name: Field
    let email: Field
    let others: [OtherDate]
    let hasOthers: Bool
    /// Whether the other dates are shown at once: where this one is full, or a box was ticked before.
    let opensOthers: Bool
    let troubles: [Trouble]
    let hasTroubles: Bool

    init(_ typed: CohortForm.Typed, _ refusal: Refusal?, _ cohort: Cohort, others: [Cohort] = [], wording: String) {
        let problems = refusal?.problems ?? []
        action = "/cohorts/\(cohort.code)"
        key = typed.key
        let isFull = cohort.seatsFree == 0
        button = isFull ? "Join the queue" : "Reserve a seat"
        promise =
            isFull
            ? "You get the next place in the queue. The first person waiting is offered each seat that becomes free; whoever goes before you is counted in your receipt, with the reason."
            : "A seat is held for you while you confirm it by the link that we mail to you."
        self.wording = wording
        isTicked = typed.subscribe
        name = Field("name", typed: typed.name, problems)
        email = Field("email", typed: typed.email, problems)
        self.others = others.map { OtherDate(CohortView($0), isTicked: typed.others.contains($0.code)) }
        hasOthers = !others.isEmpty
        opensOthers = isFull || self.others.contains(where: \.isTicked)
        if let refusal {
            troubles =
                problems.isEmpty
                ? [Trouble(message: refusal.message, field: nil)]
                : problems.map { problem in
                    let field = ["name", "email"].first { $0 == problem.field }
                    return Trouble(message: field == nil ? refusal.message : problem.message, field: field)
                }
        } else {
            troubles = []
        }
        hasTroubles = !troubles.isEmpty
    }
}
