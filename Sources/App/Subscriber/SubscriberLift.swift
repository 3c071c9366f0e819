import ArgumentParser
import Domain

/// Takes back whatever stops mail to an address.
struct SubscriberLift: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "lift",
        abstract: "Take back whatever stops mail to an address.",
        discussion: """
            That puts nobody on the list: who left it confirms anew.

            Example:
              registrar subscriber lift ada@example.org
            """
    )

    @Argument(help: ArgumentHelp("The e-mail address.", valueName: "address"))
    var address: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let email = try EmailAddress(typed: address)
        let reasons = try await desk.registrar.subscribers.lift(email, by: desk.actor())
        return Answer(
            ["email": .string(email.rawValue), "lifted": .list(reasons) { .string($0.rawValue) }],
            .words("Taken back for \(email.forStaff): \(reasons.map(\.words).joined(separator: "; ")).")
        )
    }
}
