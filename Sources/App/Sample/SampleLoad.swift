import ArgumentParser
import Domain

/// Fills a new database with something to look at; repeating it changes nothing that is still good.
struct SampleLoad: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Load samples: institute, programs, an exam, first owner, a cohort, keys.",
        usage: "registrar sample load [--login <login>] [--dry-run] [<options>]",
        discussion: """
            Takes the right of DATABASE_OWNER_URL. What is there already stays; a new MES \
            cohort is opened unless one starts 60 days from today with ten free seats.

            Example:
              registrar sample load
              registrar sample load --dry-run
            """
    )

    @Option(help: ArgumentHelp("The first owner's login (default: your own).", valueName: "login"))
    var login: String?

    @Flag(name: .customLong("dry-run"), help: "Say what would be made, and change nothing.")
    var isDryRun = false

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let steps = try await desk.asOwner { registrar in
            let samples = Samples(
                registrar: registrar,
                service: desk.registrar,
                login: login ?? Identity.systemLogin,
                publicURL: desk.settings.service.publicURL
            )
            return isDryRun ? try await samples.plan() : try await samples.load()
        }
        return Answer(
            ["applied": .bool(!isDryRun), "steps": .list(steps, \.json)],
            Output.list(
                steps,
                none: "",
                [
                    .text("SAMPLE") { .init($0.what) },
                    .text(isDryRun ? "WOULD BE" : "IS") {
                        $0.isNew ? .init("new", .good) : .init("there already", .faint)
                    },
                    .text("NAME", gives: true) { .init($0.name) },
                ]
            )
        )
    }
}

extension Samples.Step {
    fileprivate var json: JSON { ["what": .string(what), "name": .string(name), "is_new": .bool(isNew)] }
}
