import ArgumentParser

/// The noun `subscriber`.
struct SubscriberCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subscriber",
        abstract: "The people who may get mail of the list.",
        subcommands: [
            SubscriberList.self, SubscriberShow.self, SubscriberSuppress.self, SubscriberLift.self,
            SubscriberWording.self, SubscriberExport.self, SubscriberImport.self,
            SubscriberReportCommand.self,
        ]
    )
}
