import ArgumentParser
import Domain

/// Shows what was said about mail to one address.
struct SubscriberShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what was said about mail to one address, word for word.",
        discussion: """
            Also of an address that nobody here has any more: that it is suppressed is kept.

            Example:
              registrar subscriber show ada@example.org
            """
    )

    @Argument(help: ArgumentHelp("The e-mail address.", valueName: "address"))
    var address: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let record = try await desk.registrar.subscribers.show(EmailAddress(typed: address), by: desk.actor())
        return record.answer(zone: try await desk.registrar.institute.current().timeZone)
    }
}

extension SubscriberRecord {
    fileprivate func answer(zone: String) -> Answer {
        Answer(
            json,
            .details([
                ("Address", .init(email.forStaff, .heading)),
                ("Name", .init(name?.rawValue)),
                (
                    "Gets mail for",
                    .init(on.isEmpty ? "nothing" : on.joined(separator: ", "), on.isEmpty ? .faint : .good)
                ),
                ("Waits for the link", .init(waitsUntil.map { "until \(Moment.words($0, in: zone))" })),
                ("Stopped", .init(standing.isEmpty ? nil : standing.map(\.words).joined(separator: "; "), .bad)),
            ]),
            Output.list(
                words,
                none: "Nothing was said yet.",
                [
                    .text("WHEN (UTC)") { .init(Moment.short($0.givenAt ?? $0.at, in: "UTC")) },
                    .text("WORD") { .init($0.kind) },
                    .text("PURPOSE") { .init($0.purpose) },
                    .text("SOURCE") { .init($0.source) },
                    .number("WORDING") { .init($0.wordingVersion) },
                ]
            ),
            .details(wordings.map { (label: "Wording \($0.key)", value: Table.Cell($0.value)) }),
            Output.list(
                stops,
                none: "Mail to it was never stopped.",
                [
                    .text("WHEN (UTC)") { .init(Moment.short($0.at, in: "UTC")) },
                    .text("MAIL") { .init($0.isLifted ? "taken back" : "stopped") },
                    .text("WHY", gives: true) { .init($0.reason.words) },
                    .text("BY") { .init($0.staff) },
                ]
            )
        )
    }

    /// Each wording that a word was said to, once and whole.
    private var wordings: [(key: Int, value: String)] {
        Dictionary(words.map { ($0.wordingVersion, $0.wording) }) { first, _ in first }.sorted { $0.key < $1.key }
    }

    private var json: JSON {
        [
            "email": .string(email.rawValue), "punycode": .text(email.plainly), "name": .text(name?.rawValue),
            "gets": .list(on, JSON.string), "waits_until": Moment.json(waitsUntil),
            "suppressed": .list(standing) { .string($0.rawValue) },
            "words": .list(words) {
                [
                    "at": Moment.json($0.at), "given_at": Moment.json($0.givenAt), "kind": .string($0.kind),
                    "purpose": .string($0.purpose), "source": .string($0.source),
                    "wording_version": .integer($0.wordingVersion), "wording": .string($0.wording),
                ]
            },
            "stops": .list(stops) {
                [
                    "at": Moment.json($0.at), "kind": .string($0.isLifted ? "lifted" : "suppressed"),
                    "reason": .string($0.reason.rawValue), "staff": .text($0.staff),
                ]
            },
        ]
    }
}

extension Suppression {
    var words: String {
        switch self {
        case .hardBounce: "it does not exist, says its server"
        case .softBounces: "too many passing failures"
        case .complaint: "a complaint"
        case .unsubscribe: "left the list"
        case .erasure: "its person was erased"
        case .staff: "staff's word"
        }
    }
}
