import ArgumentParser

/// The noun `decision`.
struct DecisionCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decision",
        abstract: "Certification decisions, apart from training and examining.",
        subcommands: [
            DecisionPropose.self, DecisionGrant.self, DecisionDeny.self, DecisionDefer.self, DecisionList.self,
            DecisionShow.self, DecisionOverride.self, AppealCommands.self,
        ]
    )
}
