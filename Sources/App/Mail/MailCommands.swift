import ArgumentParser

/// The noun `mail`.
struct MailCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail",
        abstract: "Mail on its way, sent, and given up.",
        subcommands: [
            MailList.self, MailShow.self, MailRetry.self, MailSend.self, MailTest.self, MailRead.self, MailKeys.self,
        ]
    )
}
