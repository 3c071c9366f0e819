import ArgumentParser
import Credentials
import Domain
import Foundation
import Mail

/// Sends one real mail by the way that is set, and tells what was said.
struct MailTest: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Send one real mail, and tell step by step what the mail server said.",
        discussion: """
            No password is shown. With no mail server set the mail is written to the spool.

            Example:
              registrar mail test you@example.org
            """
    )

    @Argument(help: "Where the mail goes.")
    var address: String

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        signal(SIGPIPE, SIG_IGN)
        try await desk.actor().require(.runCohorts)
        let to: EmailAddress
        do { to = try EmailAddress(typed: address) } catch { throw error.refusal }
        let institute = try await desk.registrar.institute.current()
        let message = try desk.settings.composer().test(to: to, from: institute, at: Date())
        let selectors = try desk.settings.dkimKeys().all.filter(\.signs).map {
            "\($0.key.kind.rawValue) \($0.selector)"
        }
        guard let server = desk.settings.mail.server else {
            let place = try await desk.settings.delivery().deliver(message)
            return Answer(
                ["sent": .bool(true), "result": .string(place), "lines": .array([])],
                .words("No mail server is set (REGISTRAR_SMTP_URL). The mail was written to \(place).")
            )
        }
        let delivery = SMTPDelivery(server, keys: try desk.settings.dkimKeys())
        let (result, lines) = try await delivery.converse(message)
        let isSent = if case .success = result { true } else { false }
        let words =
            switch result {
            case .success(let reply): reply
            case .failure(let fault): fault.description
            }
        return Answer(
            [
                "sent": .bool(isSent), "server": .string("\(server.host):\(server.port)"), "result": .string(words),
                "message_id": .string(message.messageID), "dkim": .array(selectors.map(JSON.string)),
                "lines": .array(lines.map(JSON.string)),
            ],
            isGood: isSent,
            .verbatim(lines.joined(separator: "\n")),
            .details([
                ("Server", .init("\(server.host):\(server.port)")), ("Message-ID", .init(message.messageID)),
                (
                    "DKIM",
                    .init(
                        selectors.isEmpty
                            ? "none; `registrar mail keys create` makes keys" : selectors.joined(separator: ", ")
                    )
                ),
                (isSent ? "Sent" : "Not sent", .init(words, isSent ? .good : .bad)),
            ])
        )
    }
}
