import ArgumentParser
import Credentials
import Domain

/// Says that somebody else may have a key, in two steps: a plan and its application.
struct KeyCompromise: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "compromise",
        abstract: "Give up a key that somebody else may have, and sign its certificates anew.",
        usage: """
            registrar key compromise <name> --reason <words>
                     [--dry-run | --apply <hash> | --yes] [<options>]
            """,
        discussion: """
            It cannot be undone. First of all nothing that the key signed is believed any more; \
            the key that stood by signs from then on. Then every certificate of it that holds, \
            or may hold again, is signed anew under its ID, and its holder told by mail; the \
            old files are superseded. Killed halfway, the same command with the same hash goes \
            on, and so do `certificate reissue` and the service beside the keys by itself.

            Example:
              registrar key compromise rsa-2026-1 --reason "The laptop was stolen"
            """
    )

    @Argument(help: "The key's name.")
    var name: KeyName

    @Option(help: ArgumentHelp("Why, in words; kept in the audit trail.", valueName: "words"))
    var reason: String

    @OptionGroup var planning: PlanOptions
    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let actor = try await desk.actor()
        let reissues = desk.registrar.reissues
        let bar = ProgressBar("certificates")
        let plan = try await planning.outcome(hash: \CompromisePlan.hash) {
            try await reissues.plan(name, by: actor)
        } apply: {
            try await reissues.compromise(name, because: reason, hash: $0, by: actor) { bar.show($0, of: $1) }
        }
        bar.end()
        return plan.answer(
            next: NextCommand("registrar", "key", "compromise", name.rawValue).adding("--reason", reason)
        )
    }
}
