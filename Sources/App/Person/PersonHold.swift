import ArgumentParser
import Domain

/// Holds what is known about a person, for a dispute.
struct PersonHold: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Keep all that is known about a person, for a dispute.",
        usage: "registrar person hold <person> --reason <words> [<options>]",
        discussion: """
            For owners. Until `registrar person release` nothing of theirs is purged, and nobody \
            erases them.

            Example:
              registrar person hold ada@example.org --reason "Claim of 12 May"
            """
    )

    @OptionGroup var who: PersonArgument

    @Option(help: ArgumentHelp("Why, in words; kept in the audit trail.", valueName: "words"))
    var reason: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let person = try await desk.registrar.people.hold(who.key(), because: reason, by: desk.actor())
        return Answer(
            ["person": .integer(person.rawValue), "held": .bool(true)],
            .words("What is known about person \(person) is kept until the hold is lifted:"),
            .verbatim(NextCommand("registrar", "person", "release", "\(person)").lines.joined(separator: "\n"))
        )
    }
}

/// Lets the rules apply again.
struct PersonRelease: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "End a hold on what is known about a person.",
        discussion: """
            For owners. From then on what is over its time goes with the next purge.

            Example:
              registrar person release ada@example.org
            """
    )

    @OptionGroup var who: PersonArgument
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let person = try await desk.registrar.people.release(who.key(), by: desk.actor())
        return Answer(
            ["person": .integer(person.rawValue), "held": .bool(false)],
            .words("The rules apply to person \(person) again.")
        )
    }
}
