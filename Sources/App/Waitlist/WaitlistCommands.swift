import ArgumentParser

/// The noun `waitlist`.
struct WaitlistCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waitlist",
        abstract: "The queue of a cohort, and its whole story.",
        subcommands: [WaitlistShow.self, WaitlistOffer.self]
    )
}
