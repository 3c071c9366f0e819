import Domain

/// The form of the list: what was typed stays when something has to be mended, and nothing is ticked before somebody ticks it.
struct SubscribeView: Sendable {
    let heading = "Mail from us, when you want it"
    let source: String
    let name: FormView.Field
    let email: FormView.Field
    let boxes: [ConsentBox]
    let boxesError: String?
    let troubles: [FormView.Trouble]
    let hasTroubles: Bool

    init(_ typed: TypedSubscription, _ refusal: Refusal?, _ wishes: [Wish]) {
        let problems = refusal?.problems ?? []
        source = typed.source
        name = FormView.Field("name", typed: typed.name, problems)
        email = FormView.Field("email", typed: typed.email, problems)
        boxes = wishes.map { wish in ConsentBox(wish, isTicked: typed.ticks.contains { $0.purpose == wish.purpose }) }
        boxesError = problems.first { $0.field == "purposes" }?.message
        let first = boxes.first?.field
        troubles =
            refusal.map { refusal in
                problems.isEmpty
                    ? [.init(message: refusal.message, field: nil)]
                    : problems.map { .init(message: $0.message, field: $0.field == "purposes" ? first : $0.field) }
            } ?? []
        hasTroubles = !troubles.isEmpty
    }
}

/// A box, and the words that whoever ticks it agrees to.
struct ConsentBox: Sendable {
    let field: String
    let version: Int
    let title: String
    let wording: String
    let isTicked: Bool
    /// What is so now, on the page of a person's own choices.
    let state: String?

    init(_ wish: Wish, isTicked: Bool, state: String? = nil) {
        field = TypedSubscription.boxPrefix + wish.purpose
        version = wish.version
        title = wish.name
        wording = wish.wording
        self.isTicked = isTicked
        self.state = state
    }
}

struct SubscriptionAskedView: Sendable {
    let contact: String
}
