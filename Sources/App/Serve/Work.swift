import ArgumentParser
import Foundation

/// Runs the worker alone, beside any number of others.
struct Work: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work",
        abstract: "Send mail and keep time, without serving pages.",
        discussion: """
            For machines where `serve` runs with REGISTRAR_WORKER=off. Any number of workers \
            may run at once.

            Example:
              registrar work
            """
    )

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        let workshop = try Workshop(try await Settings.read())
        let worker = try workshop.worker()
        try await workshop.gate.tryToOpen()
        try await workshop.run([worker])
    }
}
