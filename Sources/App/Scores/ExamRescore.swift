import ArgumentParser
import Domain

/// Scores again in two steps by two persons: an examiner asks, a decider approves.
struct ExamRescore: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "rescore",
        abstract: "Score again: an examiner asks, another person approves by the plan's hash.",
        usage: """
            registrar exam rescore <form> --item <code=option> ... --reason <words>
            registrar exam rescore <form> --candidate <number> --reason <words>
            registrar exam rescore <form> --request <number> [--apply <hash>]
                     [<options>]
            """,
        discussion: """
            With --item the keys of items change, and everyone is scored anew who sat them; with \
            --candidate one attempt is, after an appeal. The plan names everyone whose points \
            change and whose result flips; nothing changes until a decider, never the person who \
            asked, applies its hash. Then those who flip are told by mail that a result is there. \
            Say in the reason why, and not which option is right.

            Example:
              registrar exam rescore MES-WRITTEN/A --item SPINE-07=B --reason "Wrong source"
              registrar exam rescore MES-WRITTEN/A --candidate 4711007 --reason "Appeal upheld"
              registrar exam rescore MES-WRITTEN/A --request 3
              registrar exam rescore MES-WRITTEN/A --apply 3f0c…
            """
    )

    @Argument(help: "The form's name: A, MES-WRITTEN/A, MES-WRITTEN/A.2.")
    var form: String

    @Option(help: ArgumentHelp("An item and its right option; may be given again.", valueName: "code=option"))
    var item: [String] = []

    @Option(help: ArgumentHelp("The one candidate to score again.", valueName: "number"))
    var candidate: Int?

    @Option(help: ArgumentHelp("Why, in words; kept with every new score.", valueName: "words"))
    var reason: String?

    @Option(help: ArgumentHelp("Show a request that waits for approval.", valueName: "number"))
    var request: Int?

    @Option(help: ArgumentHelp("Approve and carry out the plan of this hash, if it still holds.", valueName: "hash"))
    var apply: String?

    @OptionGroup var options: DeskOptions

    func validate() throws {
        let asks = !item.isEmpty || candidate != nil
        guard asks || request != nil || apply != nil else {
            throw ValidationError("Say what to score again (--item or --candidate), or what to look at or apply.")
        }
        guard !asks || (request == nil && apply == nil) else {
            throw ValidationError("To ask, give --item or --candidate; to look or to approve, neither of them.")
        }
        guard !asks || reason != nil else { throw ValidationError("Say why with --reason.") }
    }

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let scores = desk.registrar.scores
        if let apply { return try await scores.applyRescore(form: form, hash: apply, by: actor).answer(form) }
        if let request {
            return try await scores.rescorePlan(RescoreID(rawValue: request), by: actor).answer(form)
        }
        let request = try RescoreRequest(form: form, keys: item, candidate: candidate, reason: reason ?? "")
        return try await scores.planRescore(request, by: actor).answer(form)
    }
}
