import ArgumentParser

/// The noun `audit`.
struct AuditCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "What staff did, and the proof that nobody changed it.",
        subcommands: [AuditTail.self, AuditVerify.self]
    )
}
