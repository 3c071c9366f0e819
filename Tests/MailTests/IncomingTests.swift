import Domain
import Foundation
import Testing

@testable import Mail

@Suite("Mails that come back")
struct IncomingTests {
    let reader = IncomingReader(seal: .sample)
    static let mark = MailSeal.sample.mark(JobID(rawValue: 42))
    static let job = JobID(rawValue: 42)

    /// A report of failure, as a mail server writes it.
    static func failure(
        to: String = "mail@institute.example",
        words: String = "This is the mail system.",
        action: String = "failed",
        status: String = "5.1.1",
        said: String = "what the server said",
        returned: String? = nil
    ) -> String {
        """
        From: MAILER-DAEMON@mx.example
        To: \(to)
        Subject: Undelivered Mail Returned to Sender
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain; charset=utf-8

        \(words)

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example

        Final-Recipient: rfc822; ada@example.org
        Action: \(action)
        Status: \(status)
        Diagnostic-Code: smtp; 550
         \(said)

        --b
        Content-Type: text/rfc822-headers

        From: mail@institute.example
        Message-ID: <\(returned ?? "letter-\(mark)@registrar.example")>

        --b--
        """.replacing("\n", with: "\r\n")
    }

    @Test("a failure is known by the Message-ID it returns, in whatever language it is told")
    func failed() {
        let report = IncomingMail.report(MailReport(job: Self.job, kind: .hard, status: MailStatus(in: "5.1.1")))
        #expect(read(Self.failure()) == report)
        #expect(read(Self.failure(words: "Ihre Nachricht wurde nicht zugestellt. 宛先が見つかりません")) == report)
        #expect(read(Self.failure(status: "5.1.1 (bad destination mailbox address)")) == report)
        #expect(read(Self.failure(action: "Failed (permanent)")) == report)
    }

    @Test("or by the address it was sent to, whatever it returns")
    func address() {
        let mail = Self.failure(
            to: "bounces+\(Self.mark)@institute.example",
            status: "4.2.2",
            returned: "other@example.org"
        )
        #expect(read(mail) == .report(MailReport(job: Self.job, kind: .soft, status: MailStatus(in: "4.2.2"))))
    }

    @Test("a status that says nothing gives way to what the server said, and stops no mail by itself")
    func exim() {
        func report(_ kind: MailReport.Kind, _ status: String) -> IncomingMail {
            .report(MailReport(job: Self.job, kind: kind, status: MailStatus(in: status)))
        }
        #expect(read(Self.failure(status: "5.0.0", said: "5.1.1 No such user")) == report(.hard, "5.1.1"))
        #expect(read(Self.failure(status: "5.0.0", said: "5.7.1 We do not like you")) == report(.soft, "5.7.1"))
        #expect(read(Self.failure(status: "5.0.0")) == report(.soft, "5.0.0"))
        #expect(read(Self.failure(status: "5.1.1", said: "5.7.1 No")) == report(.hard, "5.1.1"))
    }

    @Test("a delay is a delay, an arrival nothing to do")
    func actions() {
        #expect(
            read(Self.failure(action: "delayed", status: "4.4.1"))
                == .report(MailReport(job: Self.job, kind: .delayed, status: MailStatus(in: "4.4.1")))
        )
        #expect(read(Self.failure(action: "delivered", status: "2.0.0")) == .nothing("It says that a mail arrived."))
    }

    @Test("nobody can stop mail to a stranger: without a true mark a report is about nothing of ours")
    func strangers() {
        let forged = Self.mark.replacing("42-", with: "43-")
        for returned in ["letter-\(forged)@registrar.example", "letter-42@registrar.example", "x@example.org"] {
            #expect(isUnclear(Self.failure(returned: returned)), "\(returned)")
        }
        #expect(isUnclear(Self.failure(to: "bounces+\(forged)@institute.example", returned: "x@example.org")))
    }

    @Test("a complaint is about the mail it returns whole")
    func complaint() {
        let mail = """
            From: feedback@provider.example
            To: mail@institute.example
            Subject: complaint
            Content-Type: multipart/report; report-type=feedback-report; boundary=b

            --b
            Content-Type: text/plain

            A reader complained.
            --b
            Content-Type: message/feedback-report

            Feedback-Type: abuse
            User-Agent: P/1.0
            Version: 1

            --b
            Content-Type: message/rfc822

            From: mail@institute.example
            Message-ID: <letter-\(Self.mark)@registrar.example>
            Subject: Hello

            Hello
            --b--
            """.replacing("\n", with: "\r\n")
        #expect(read(mail) == .report(MailReport(job: Self.job, kind: .complaint)))
        #expect(
            read(mail.replacing("Feedback-Type: abuse", with: "Feedback-Type: not-spam"))
                == .nothing("It is feedback, and no complaint: not-spam.")
        )
    }

    @Test("a vacation notice is nothing, a token as subject leaves the list, and a letter is for people")
    func others() {
        let token = String(repeating: "aB-_", count: 9)
        func mail(_ subject: String, _ more: String = "") -> String {
            "From: a@example.org\r\nTo: b@example.org\r\n\(more)Subject: \(subject)\r\n\r\nHello\r\n"
        }
        #expect(
            read(mail("Out of office", "Auto-Submitted: auto-replied\r\n"))
                == .nothing("It was sent by a machine, a vacation notice say.")
        )
        #expect(
            read(mail(token)) == .leave(token: token) && read(mail("Unsubscribe: \(token)")) == .leave(token: token)
        )
        #expect(isUnclear(mail("Re: your mail")))
    }

    @Test("what is malformed is told, and nothing breaks")
    func malformed() {
        let whole = Self.failure()
        for text in [
            "", "\r\n\r\n", "\0\0\0", "no mail at all", whole.replacing("Action: failed\r\n", with: ""),
            whole.replacing("Status: 5.1.1\r\n", with: ""), whole.replacing("Action: failed", with: "Action: \u{0}"),
            whole.replacing("message/delivery-status", with: "application/octet-stream"),
            whole.replacing("boundary=\"b\"", with: "boundary="),
        ] { #expect(isUnclear(text), "\(text.prefix(40).debugDescription)") }
        // Cut anywhere it is a report of the same, or unclear; never of another mail.
        for length in stride(from: 0, to: whole.utf8.count, by: 7) {
            switch read(String(decoding: Array(whole.utf8.prefix(length)), as: UTF8.self)) {
            case .report(let report): #expect(report.job == Self.job)
            case .leave: Issue.record("a report leaves the list")
            case .nothing, .unclear: break
            }
        }
    }

    @Test("a folder's mails are dealt with once: seen, or flagged for people and listed")
    func folder() throws {
        let folder = try TemporaryFolder()
        #expect(throws: Maildir.Unusable.self) { try Maildir(folder.path) }
        for name in ["new", "cur"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder.path)/\(name)",
                withIntermediateDirectories: false
            )
        }
        for name in ["1.a", "2.b:2,"] { try Data("x".utf8).write(to: URL(filePath: "\(folder.path)/new/\(name)")) }
        let mails = try Maildir(folder.path)
        #expect(try mails.new() == ["1.a", "2.b:2,"])
        #expect(try mails.read("1.a") == Array("x".utf8))
        try mails.settle("1.a", forPeople: false)
        let left = try mails.settle("2.b:2,", forPeople: true)
        #expect(try mails.new().isEmpty)
        #expect(left == "\(folder.path)/cur/2.b:2,F")
        #expect(try mails.left() == [left])
        #expect(try mails.read("1.a") == nil)
    }

    private func read(_ text: String) -> IncomingMail { reader.read(Array(text.utf8)) }

    private func isUnclear(_ text: String) -> Bool {
        if case .unclear = read(text) { true } else { false }
    }
}
