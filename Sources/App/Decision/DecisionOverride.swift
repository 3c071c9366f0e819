import ArgumentParser
import Domain

/// Lets somebody decide who taught or examined the candidate, by two persons.
struct DecisionOverride: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "override",
        abstract: "Ask, or agree, that a decider decides on their own trainee.",
        usage: """
            registrar decision override <cohort> --enrollment <number>
                     (--reason <words> | --agree [--decider <login>]) [<options>]
            """,
        discussion: """
            For an institute with nobody else. The decider who is not independent asks, with \
            a reason; another decider, who neither taught nor examined the candidate, agrees; \
            then the first decides. It shows in the audit trail and with the decision.

            Example:
              registrar decision override MES-2027-01 --enrollment 12 \\
                --reason "The second decider is ill until March"
              registrar decision override MES-2027-01 --enrollment 12 --agree
            """
    )

    @Argument(help: "The cohort's code.")
    var cohort: String

    @Option(help: ArgumentHelp("The claim, by its number.", valueName: "number"))
    var enrollment: Int

    @Option(help: ArgumentHelp("Why, in words; asks for it.", valueName: "words"))
    var reason: String?

    @Flag(help: "Agree, as the second person.")
    var agree = false

    @Option(help: ArgumentHelp("Who asked, where several did.", valueName: "login"))
    var decider: String?

    @OptionGroup var options: DeskOptions

    func validate() throws {
        guard agree == (reason == nil) else {
            throw ValidationError("Give --reason to ask for an override, or --agree to agree to one.")
        }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let id = EnrollmentID(rawValue: enrollment)
        let decisions = desk.registrar.decisions
        let overrides =
            if let reason {
                try await decisions.askOverride(of: id, in: cohort, reason: reason, by: actor)
            } else {
                try await decisions.agreeToOverride(of: id, in: cohort, decider: decider, by: actor)
            }
        let next = "registrar decision override \(cohort) --enrollment \(enrollment) --agree"
        return Answer(
            ["enrollment": .integer(enrollment), "overrides": .list(overrides, \.json)],
            .words(agree ? "Agreed. Whoever asked may decide now." : "Asked. Another decider agrees:"),
            .verbatim(agree ? "" : "  \(next)"),
            .details(overrides.map { ("Override", .init($0.words)) })
        )
    }
}
