import ArgumentParser
import Domain

/// Shows the words beside the boxes, or puts others there.
struct SubscriberWording: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "wording",
        abstract: "Show the words beside the boxes, or put others there.",
        usage: """
            registrar subscriber wording [--purpose <purpose>] [--set <words>]
                     [<options>]
            """,
        discussion: """
            Every version is kept: whoever agreed has agreed to what stood there then.

            Example:
              registrar subscriber wording
              registrar subscriber wording --purpose dates \\
                --set "Yes, tell me by e-mail of new dates. I can unsubscribe at any time."
            """
    )

    @Option(help: ArgumentHelp("Of one purpose: updates or dates.", valueName: "purpose"))
    var purpose: String?

    @Option(name: .customLong("set"), help: ArgumentHelp("The words from now on.", valueName: "words"))
    var words: String?

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard words == nil || purpose != nil else {
            throw ValidationError("Say with --purpose which box --set is for.")
        }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let subscribers = desk.registrar.subscribers
        let wordings =
            if let words, let purpose {
                try await subscribers.setWording(words, of: purpose, by: desk.actor())
            } else {
                try await subscribers.wordings(of: purpose, by: desk.actor())
            }
        return Answer(
            .page(wordings) {
                [
                    "version": .integer($0.version), "purpose": .string($0.purpose), "wording": .string($0.wording),
                    "current": .bool($0.isCurrent),
                ]
            },
            .table(
                Table(
                    wordings,
                    [
                        .number("VERSION") { .init($0.version) },
                        .text("PURPOSE") { .init($0.purpose) },
                        .text("NOW") { .init($0.isCurrent ? "yes" : "no", $0.isCurrent ? .good : .faint) },
                        .text("WORDING", gives: true) { .init($0.wording) },
                    ]
                )
            )
        )
    }
}
