import Domain

/// A request behind its mailed link.
struct ConfirmView: Sendable {
    let heading: String
    let lead: String
    let email: String
    let name: String
    let isNameSettled: Bool
    let trouble: String?
    /// What is agreed to with the button, each with its words; empty once it is done.
    let boxes: [ConsentBox]
    let isWaiting: Bool
    let preferences: String

    init(_ asked: AskedSubscription, _ refusal: Refusal?, _ typed: TypedSubscription?) {
        heading = asked.isConfirmed ? "You have confirmed this" : "One button, and you are on the list"
        lead =
            asked.isConfirmed
            ? "There is nothing more to do. Your choices are on a page of their own."
            : "Somebody, perhaps you, gave us this address and agreed to what stands below. It counts once you press the button."
        email = asked.email.rawValue
        name = typed?.name ?? asked.name?.rawValue ?? ""
        isNameSettled = asked.isNameSettled
        trouble = refusal?.message
        boxes = asked.wishes.map { ConsentBox($0, isTicked: true) }
        isWaiting = !asked.isConfirmed
        preferences = "/preferences/\(asked.preferences)"
    }
}

/// What a person gets, and the boxes to change it.
struct PreferencesView: Sendable {
    let heading = "What you get from us"
    let lead: String
    let email: String
    let name: String
    let isNameSettled: Bool
    let trouble: String?
    let saved: String?
    let isStopped: Bool
    let boxes: [ConsentBox]
    let isOnAny: Bool

    init(
        _ preferences: Preferences,
        _ refusal: Refusal?,
        _ typed: TypedSubscription?,
        isSaved: Bool,
        zone: String
    ) {
        let clock = LocalClock(zone)
        isOnAny = preferences.choices.contains(where: \.isOn)
        lead =
            isOnAny
            ? "Mail about your own seats, exams and certificates comes whatever you choose here."
            : "You get no mail of our list. Mail about your own seats, exams and certificates still comes."
        email = preferences.email.rawValue
        name = typed?.name ?? preferences.name?.rawValue ?? ""
        isNameSettled = preferences.isNameSettled
        trouble = refusal?.message
        saved = isSaved ? (isOnAny ? "Saved. This is what you get:" : "Saved. You are off the list.") : nil
        isStopped = preferences.isStopped
        boxes = preferences.choices.map { choice in
            let since = choice.since.map { "On since \(clock.day($0))" }
            let state = since.map { since in
                choice.agreed == nil || choice.agreed == choice.wish.wording
                    ? "\(since), by the words above." : "\(since), by these words: “\(choice.agreed ?? "")”"
            }
            return ConsentBox(
                choice.wish,
                isTicked: typed?.ticks.contains { $0.purpose == choice.wish.purpose } ?? choice.isOn,
                state: state ?? "Not on."
            )
        }
    }
}
