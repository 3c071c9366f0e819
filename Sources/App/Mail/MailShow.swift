import ArgumentParser
import Domain
import Mail

/// Shows one mail: how it fares, and its text as it lies in the spool.
struct MailShow: DeskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a mail: how it fares, and its text as it lies in the spool.",
        discussion: """
            Example:
              registrar mail show 42
            """
    )

    @Argument(help: "The mail's number, from `mail list`.")
    var number: Int

    @OptionGroup var options: DeskOptions

    func answer(at desk: Desk) async throws -> Answer {
        let job = try await desk.registrar.jobs.show(JobID(rawValue: number), by: try await desk.actor())
        let institute = try await desk.registrar.institute.current()
        let messageID =
            job.kind.hasPrefix("mail.") ? try desk.settings.composer().messageID(of: job.id, from: institute) : nil
        let mail = try desk.settings.service.spool.map { try Spool(folder: $0).read(job.id) } ?? nil
        return Answer(
            .object(job.members + [.init("message_id", .text(messageID)), .init("message", mail?.json ?? .null)]),
            .details([
                ("Mail", .init("\(job.id), \(job.says)", .heading)),
                ("State", .init(job.state.rawValue, job.state.tone)),
                ("Attempts", .init(job.attempts)),
                ("Next try", .init(job.isWaiting ? Moment.words(job.runAt, in: "UTC") : nil)),
                ("Error", .init(job.lastError, .bad)),
                ("Sent", .init(job.finishedAt.map { Moment.words($0, in: "UTC") })),
                ("Result", .init(mail == nil ? job.result : nil)),
                ("Message-ID", .init(mail?.messageID ?? messageID)),
                ("File", .init(mail?.path)),
                ("To", .init(mail?.to ?? job.email?.rawValue)),
                ("Subject", .init(mail?.subject)),
            ]),
            .verbatim(mail?.text ?? (job.state == .done ? "Its text is not kept here." : "No text was written yet."))
        )
    }
}

extension Job {
    fileprivate var isWaiting: Bool { state == .queued || state == .retrying }
}

extension SpooledMail {
    fileprivate var json: JSON {
        [
            "to": .string(to), "subject": .string(subject), "message_id": .string(messageID), "path": .string(path),
            "text": .string(text.replacing("\r\n", with: "\n")),
        ]
    }
}
