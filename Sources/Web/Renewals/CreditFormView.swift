import Domain

/// The form that takes something towards renewal, with what was typed and what is wrong with it.
struct CreditFormView: Sendable {
    struct Option: Sendable {
        let value: String
        let words: String
        let isChosen: Bool
    }

    struct Field: Sendable {
        let value: String
        let error: String?
    }

    let action: String
    let isOpen: Bool
    let kinds: [Option]
    let kindError: String?
    let title: Field
    let minutes: Field
    let doneOn: Field
    let today: String
    let supervisor: Field
    let licenses: [Option]
    let hasLicenses: Bool
    let licenseError: String?
    let licenseNumber: Field
    let fileError: String?
    /// Whether a file was sent that has to be chosen once more.
    let isAgain: Bool

    init(_ standing: RenewalStanding, action: String, trouble: Refusal?, _ typed: CreditTyped, today: String) {
        func error(_ field: String) -> String? {
            let words = (trouble?.problems ?? []).filter { $0.field == field }.map(\.message)
            return words.isEmpty ? nil : words.joined(separator: " ")
        }
        func field(_ name: String, _ value: String) -> Field { Field(value: value, error: error(name)) }
        let rules = standing.rules
        var kinds = rules?.kinds ?? []
        if standing.needsFoundations, !kinds.contains(.foundations) { kinds.append(.foundations) }
        self.action = action
        isOpen = trouble != nil
        self.kinds = kinds.map {
            Option(value: $0.rawValue, words: $0.words.capitalizedFirst, isChosen: $0.rawValue == typed.kind)
        }
        kindError = error("kind")
        title = field("title", typed.title)
        minutes = field("minutes", typed.minutes)
        doneOn = field("done_on", typed.doneOn)
        self.today = today
        supervisor = field("supervisor", typed.supervisor)
        licenses = (rules?.licenses ?? []).map { Option(value: $0, words: $0, isChosen: $0 == typed.licenseType) }
        hasLicenses = !licenses.isEmpty
        licenseError = error("license_type")
        licenseNumber = field("license_number", typed.licenseNumber)
        fileError = error("file")
        isAgain = trouble != nil && fileError == nil
    }
}
