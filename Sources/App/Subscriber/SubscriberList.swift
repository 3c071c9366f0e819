import ArgumentParser
import Domain

extension SubscriberEntry.State: ExpressibleByArgument {}

/// Lists who is on the e-mail list, was, or asked to be.
struct SubscriberList: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List who is on the e-mail list, was, or asked to be.",
        usage: """
            registrar subscriber list [--purpose <purpose>] [--source <source>]
                     [--state <state>] [--after <place>] [--limit <number>]
                     [<options>]
            """,
        discussion: """
            A line for each person and purpose. Confirmed is who gets mail; suppressed \
            confirmed too, and yet no mail goes there: `subscriber show` says why.

            Example:
              registrar subscriber list --purpose updates --state confirmed
            """
    )

    @Option(help: ArgumentHelp("Of one purpose: updates or dates.", valueName: "purpose"))
    var purpose: String?

    @Option(help: ArgumentHelp("Who came from there: readiness_checklist, say.", valueName: "source"))
    var source: String?

    @Option(help: ArgumentHelp("Of one state.", valueName: "state"))
    var state: SubscriberEntry.State?

    @Option(help: ArgumentHelp("Go on after this one: what the list before ended with.", valueName: "place"))
    var after: String?

    @Option(help: ArgumentHelp("How many at most, 1 to 1000.", valueName: "number"))
    var limit = 50

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard (1...1_000).contains(limit) else { throw ValidationError("--limit takes 1 to 1000.") }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let filter = SubscriberFilter(purpose: purpose, source: source, state: state)
        let page = try await desk.registrar.subscribers.list(filter, after: after, limit: limit, by: desk.actor())
        return Answer(
            .page(page.items, next: page.next, \.json),
            Output.list(
                page.items,
                none: "Nobody of these is on the list.",
                [
                    .text("ADDRESS", gives: true) { .init($0.email.forStaff) },
                    .text("NAME", gives: true) { .init($0.name?.rawValue) },
                    .text("PURPOSE") { .init($0.purpose) },
                    .text("STATE") { .init($0.state.rawValue, $0.state.tone) },
                    .text("SINCE (UTC)") { .init(Moment.day($0.since, in: "UTC")) },
                    .text("SOURCE") { .init($0.source) },
                ]
            ),
            .hint(page.next.map { "More: --after \($0)" } ?? "")
        )
    }
}

extension SubscriberEntry {
    fileprivate var json: JSON {
        [
            "email": .string(email.rawValue), "punycode": .text(email.plainly), "name": .text(name?.rawValue),
            "purpose": .string(purpose), "state": .string(state.rawValue), "since": Moment.json(since),
            "source": .string(source), "wording_version": .integer(wordingVersion),
        ]
    }
}

extension SubscriberEntry.State {
    fileprivate var tone: Tone {
        switch self {
        case .confirmed: .good
        case .requested: .waiting
        case .withdrawn: .faint
        case .suppressed: .bad
        }
    }
}

extension EmailAddress {
    /// As it reads, and in ASCII where that is something else: letters of one script look like another's.
    var forStaff: String { plainly.map { "\(rawValue) (\($0))" } ?? rawValue }
}
