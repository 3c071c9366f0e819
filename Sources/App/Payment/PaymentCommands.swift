import ArgumentParser

/// The noun `payment`.
struct PaymentCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payment",
        abstract: "Money as a record: what is due, what came, what is open.",
        subcommands: [PaymentRecord.self, PaymentList.self, PaymentSettle.self, PaymentImport.self]
    )
}
