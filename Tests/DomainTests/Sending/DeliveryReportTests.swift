import Postgres
import TestSupport
import Testing

@testable import Domain

@Suite("Reports on mail", .database)
struct DeliveryReportTests {
    let here = TestDatabase.current

    /// Somebody who asked for a seat and for the list, and the mails they were sent.
    private func someone(_ email: String = "ada@example.org", mails: Int = 1) async throws -> (EnrollmentID, [Job]) {
        let code = try await here.openCohort()
        let id = try await here.reserve(code, email, subscribe: true).id
        for _ in 1..<mails {
            try await here.force("INSERT INTO job (kind, enrollment_id) VALUES ('mail.known', \(id))")
        }
        return (id, try await here.registrar.jobs.list(by: .system).filter { $0.email?.rawValue == email })
    }

    @Test("a hard bounce stops all mail to the address at once, and the same report twice counts once")
    func hard() async throws {
        let (_, jobs) = try await someone()
        let status = try #require(MailStatus(in: "550 5.1.1 No such user"))
        let report = MailReport(job: jobs[0].id, kind: status.ofFailure, status: status)
        #expect(try await here.registrar.jobs.take(report) == .suppressed(.hardBounce))
        #expect(try await here.registrar.jobs.take(report) == .known)
        #expect(try await here.registrar.jobs.suppressions(of: jobs[0]) == [.hardBounce])
        #expect(try await rows("suppression_event") == 1)
        #expect(try await rows("delivery_report") == 1)
        #expect(try await here.brokenInvariants() == [])
    }

    @Test("the fifth soft bounce in thirty days stops mail, one that is older does not count")
    func soft() async throws {
        let (_, jobs) = try await someone(mails: 6)
        #expect(try await take(.soft, jobs[0]) == .noted)
        try await here.shiftClock(by: .seconds(31 * 86_400))
        for job in jobs[1...4] { #expect(try await take(.soft, job) == .noted) }
        #expect(try await take(.soft, jobs[5]) == .suppressed(.softBounces))
    }

    @Test("what is said of us or of a mail's content never stops mail to its reader")
    func aboutUs() async throws {
        let (_, jobs) = try await someone(mails: 11)
        for (job, said) in zip(jobs, ["5.7.1", "5.7.26", "5.6.0", "4.7.0", "5.1.8", "5.7.1"]) {
            let status = try #require(MailStatus(in: said))
            let report = MailReport(job: job.id, kind: status.ofFailure, status: status)
            #expect(try await here.registrar.jobs.take(report) == .noted)
        }
        for job in jobs[6...9] { #expect(try await take(.soft, job) == .noted) }
        #expect(try await take(.soft, jobs[10]) == .suppressed(.softBounces))
    }

    @Test("what staff lifted begins to count anew")
    func lifted() async throws {
        let (_, jobs) = try await someone(mails: 7)
        for job in jobs[..<4] { _ = try await take(.soft, job) }
        #expect(try await take(.soft, jobs[4]) == .suppressed(.softBounces))
        let digest = try #require(jobs[0].email).digest(with: TestDatabase.secrets.addresses)
        try await here.service.write { try $0.lift([.softBounces], from: digest) }
        #expect(try await take(.soft, jobs[5]) == .noted)
        #expect(try await here.registrar.jobs.suppressions(of: jobs[0]) == [])
    }

    @Test("a complaint stops marketing mail and withdraws consent; mail about the seat goes on")
    func complaint() async throws {
        let (id, jobs) = try await someone()
        _ = try await here.registrar.seats.confirm(id, by: .applicant(id))
        #expect(try await rows("subscriber") == 1)
        #expect(try await take(.complaint, jobs[0]) == .suppressed(.complaint))
        #expect(try await rows("subscriber") == 0)
        let reasons = try await here.registrar.jobs.suppressions(of: jobs[0])
        #expect(reasons == [.complaint] && !reasons.contains(where: \.stopsAllMail))
        let last: String = try await here.service.read {
            try $0.one("SELECT kind || ' ' || source FROM consent_event ORDER BY id DESC LIMIT 1")
        }
        #expect(last == "withdrawn complaint")
    }

    @Test("a late report is about the address that the mail went to, whoever became one with somebody since")
    func merged() async throws {
        for email in ["old@x.org", "new@x.org"] { try await here.subscribe(email) }
        let (old, new) = (try await here.person(of: "old@x.org"), try await here.person(of: "new@x.org"))
        let before = try await sent(to: old)
        try await here.merge(.id(new), with: .id(old))
        let since = try await sent(to: old)
        for (job, gone, other) in [(before, "old@x.org", "new@x.org"), (since, "new@x.org", "old@x.org")] {
            #expect(try await here.registrar.jobs.take(MailReport(job: job, kind: .hard)) == .suppressed(.hardBounce))
            #expect(try await here.stops(of: gone) == ["hard_bounce"], "\(gone)")
            if job == before { #expect(try await here.stops(of: other) == [], "\(other)") }
        }
        #expect(try await here.brokenInvariants() == [])
    }

    /// A mail about a person, delivered.
    private func sent(to person: PersonID) async throws -> JobID {
        let job: JobID = try await here.service.write {
            try $0.one("INSERT INTO job (kind, person_id) VALUES (\(SubscriberLetter.jobKind), \(person)) RETURNING id")
        }
        try await here.registrar.jobs.finish(job, result: "250 ok")
        return job
    }

    @Test("a delay changes nothing, and a mail of nobody is told as such")
    func others() async throws {
        let (_, jobs) = try await someone()
        #expect(try await take(.delayed, jobs[0]) == .noted)
        #expect(try await here.registrar.jobs.suppressions(of: jobs[0]) == [])
        let unknown = MailReport(job: JobID(rawValue: 999_999), kind: .hard)
        #expect(try await here.registrar.jobs.take(unknown) == .nobody)
    }

    @Test("a report on an erased person finds nobody")
    func erased() async throws {
        let (person, _, _) = try await here.canary()
        let job = try #require(
            try await here.registrar.jobs.list(by: .system).first { $0.email?.rawValue == Canary.email }
        )
        try await here.erase(.id(person))
        #expect(try await take(.hard, job) == .nobody)
        #expect(try await rows("delivery_report") == 0)
    }

    @Test(
        "what a status says is told by its subject, not by its class alone",
        arguments: [
            ("550 5.1.1 x", MailReport.Kind.hard), ("5.2.1 disabled", .hard), ("5.4.4", .hard), ("5.0.0", .soft),
            ("552 5.2.2 full", .soft), ("5.7.1 policy", .soft), ("5.3.4 too big", .soft), ("5.1.8 sender", .soft),
            ("5.6.1", .soft), ("4.4.7 expired", .soft), ("5.2.3 too long", .soft), ("5.2.4 list", .soft),
            ("5.4.3 directory", .soft), ("5.4.5 congestion", .soft), ("5.4.6 loop", .soft), ("5.4.7 expired", .soft),
        ]
    )
    func statuses(words: String, kind: MailReport.Kind) throws {
        #expect(try #require(MailStatus(in: words)).ofFailure == kind)
    }

    @Test(
        "no status is read out of an address or a version",
        arguments: ["550 no", "from 10.5.1.1", "Postfix 3.7.11", ""]
    )
    func noStatus(words: String) {
        #expect(MailStatus(in: words) == nil)
    }

    @Test("only a true mark names a job")
    func marks() {
        let seal = MailSeal(key: TestDatabase.secrets.mail)
        let mark = seal.mark(JobID(rawValue: 42))
        #expect(seal.job(markedIn: "<letter-\(mark)@registrar.example>") == JobID(rawValue: 42))
        #expect(seal.job(markedIn: "to bounces+\(mark.uppercased())@example.org") == JobID(rawValue: 42))
        #expect(seal.job(markedIn: mark.replacing("42-", with: "43-")) == nil)
        #expect(seal.job(markedIn: "letter-42@registrar.example") == nil)
        #expect(MailSeal(key: TestDatabase.secrets.links).job(markedIn: mark) == nil)
    }

    private func take(_ kind: MailReport.Kind, _ job: Job) async throws -> ReportEffect {
        try await here.registrar.jobs.take(MailReport(job: job.id, kind: kind))
    }

    private func rows(_ table: String) async throws -> Int {
        try await here.owner.read { try $0.one("SELECT count(*) FROM \(identifier: table)") }
    }
}
