import ArgumentParser

/// The noun `renewal`.
struct RenewalCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renewal",
        abstract: "What holders bring and pay towards the next term of a certificate.",
        subcommands: [
            RenewalList.self, RenewalShow.self, RenewalRecord.self, RenewalFetch.self, RenewalReview.self,
            RenewalPay.self, RenewalInvite.self,
        ]
    )
}
