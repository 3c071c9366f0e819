import Credentials
import Foundation
import HTTPTypes
import Mustache
import Postgres
import TestSupport
import Testing

@testable import Domain
@testable import Web

@Suite("Templates name only what there is", .database)
struct TemplateTests {
    var database: TestDatabase { .current }
    private let pages: Pages

    init() throws {
        pages = try Pages()
    }

    func render(_ template: String, _ content: some Sendable) throws -> String {
        let institute = Institute(
            name: "Institute",
            contactEmail: "office@institute.example",
            postalAddress: "1 Main Street",
            timeZone: "America/New_York",
            logoUrl: "https://cdn.example:8443/logo.svg",
            publicUrl: "https://registrar.example"
        )
        let frame = Frame(title: "Title", institute: institute, pages: pages)
        #expect(frame.logoOrigin == "https://cdn.example:8443")
        let notes = Strict.Notes()
        let text = try #require(
            pages.library.render(Strict(Sheet(frame: frame, content: content), notes), withTemplate: template)
        )
        #expect(notes.unknown.isEmpty, "\(template)")
        #expect(text.contains("</html>"))
        #expect(!text.contains("Optional("))
        return text
    }

    private func page(online: Bool = true) async throws -> CohortPage {
        let code = try await database.openCohort()
        if online { try await database.force("UPDATE session SET online_url = 'https://meet.example/1'") }
        return try await database.registrar.cohorts.page(code: code, by: .visitor)
    }

    @Test("the register: asked nothing, refused, nobody, some and more; and a holder's choice")
    func register() async throws {
        #expect(try render("register", RegisterView(count: 2)).contains("2 holders are in it."))
        #expect(try render("register", RegisterView(trouble: "Too short.", typed: "\"")).contains("Too short."))
        let certificate = try await database.certificate()
        for (isListed, next, isCut) in [(false, nil, false), (true, "cDE", false), (true, nil, true)] {
            let listing = Register.Listing(
                id: certificate.id,
                prefix: "MES",
                name: "Ada",
                credential: "Specialist",
                isTest: true,
                city: isListed && isCut ? "Bern" : nil
            )
            let found = Register.Found(listings: isListed ? [listing] : [], next: next, isCut: isCut)
            let text = try render("register", RegisterView(found, typed: "a&b", isFirst: true))
            #expect(text.contains("TEST Specialist") == isListed && text.contains("q=a%26b&amp;after") == (next != nil))
        }
        let link = try await database.registerLink(certificate)
        var choice = try await database.registrar.register.choice(link: link)
        for trouble in [nil, "Wrong city."] {
            let view = RegisterChoiceView(choice, token: link, trouble: trouble, typed: nil, zone: "UTC")
            #expect(try render("register_choice", view).contains("Show me in the register"))
        }
        choice = try await database.registrar.register.optIn(link: link, city: "")
        let view = RegisterChoiceView(choice, token: link, trouble: nil, typed: nil, zone: "UTC")
        #expect(try render("register_choice", view).contains("Take me out"))
    }

    @Test("the list, a cohort, its form with and without troubles, the questions and the errors")
    func each() async throws {
        let page = try await page()
        let cohort = CohortView(page.cohort)
        _ = try render("home", HomeView(cohorts: [cohort], next: "/?after=x"))
        #expect(try render("home", HomeView(cohorts: [], next: nil)).contains("No cohort is open"))
        let typed = CohortForm.Typed(try Form(#"name=%22%3E&email=a%40&subscribe=yes&key=k"#.utf8))
        for refusal in [
            nil, Refusal.invalid([.init("name", "Wrong name."), .init("email", "Wrong address.")]), .unavailable,
        ] {
            let form = FormView(typed, refusal, page.cohort, wording: "Updates")
            let text = try render("cohort", CohortPageView(page, form))
            #expect(text.contains(#"value="&quot;&gt;""#))
            #expect(text.contains("Wrong name.") == (refusal?.kind == .invalid))
        }
        _ = try render("asked", AskedView(cohort: cohort, contact: "office@institute.example"))
        _ = try render("problem", ProblemView(.fault, id: "id"))
        _ = try render("problem", ProblemView(.unknownPage, id: "id"))
    }

    @Test("a claim in every state, for whoever may act and for whoever may not", arguments: Enrollment.State.allCases)
    func claim(_ state: Enrollment.State) async throws {
        let page = try await page()
        let seated: Set<Enrollment.State> = [.held, .offered, .confirmed, .attended, .noShow]
        for (mayAct, confirmed) in [(true, true), (true, false), (false, true), (false, false)] {
            let status = EnrollmentStatus(
                id: EnrollmentID(rawValue: 1),
                cohort: page.cohort.code,
                cohortState: .open,
                state: state,
                name: PersonName(rawValue: "Ada"),
                email: EmailAddress(rawValue: "ada@example.org"),
                timeZone: mayAct ? "Europe/Berlin" : nil,
                seatNumber: seated.contains(state) ? 3 : nil,
                position: state == .waitlisted ? 2 : nil,
                expiresAt: state == .held || state == .offered ? page.cohort.now : nil,
                addressConfirmed: confirmed,
                reservedAt: page.cohort.now,
                linkGeneration: 1,
                now: page.cohort.now
            )
            let actor: Actor = mayAct ? .applicant(status.id) : .visitor
            let link = Seats.OpenedLink(status: status, actor: actor)
            let text = try render("reservation", ClaimView(link, page, token: "token"))
            #expect(text.contains("ada@example.org") == mayAct)
            #expect(text.contains("https://meet.example/1") == (mayAct && [.confirmed, .attended].contains(state)))
            #expect(
                text.contains("<form")
                    == (mayAct && !Verb.possible(in: status).filter { $0 == .confirm || $0 == .accept }.isEmpty)
            )
            for verb in [Verb.withdraw, .decline] {
                _ = try render("step", StepView(verb, status, page.cohort, token: "token"))
            }
        }
    }

    @Test("a seat that waits for its payment says what is due, and is not to be confirmed once more")
    func awaitsPayment() async throws {
        let page = try await page()
        let status = EnrollmentStatus(
            id: EnrollmentID(rawValue: 7),
            cohort: page.cohort.code,
            cohortState: .open,
            state: .held,
            name: PersonName(rawValue: "Ada"),
            email: EmailAddress(rawValue: "ada@example.org"),
            timeZone: nil,
            seatNumber: 3,
            position: nil,
            expiresAt: page.cohort.now,
            addressConfirmed: true,
            reservedAt: page.cohort.now,
            linkGeneration: 1,
            paymentFirst: true,
            dueMinor: 59_500,
            now: page.cohort.now
        )
        let link = Seats.OpenedLink(status: status, actor: .applicant(status.id))
        let text = try render("reservation", ClaimView(link, page, token: "token"))
        #expect(text.contains("Seat 3 is held until it is paid"))
        #expect(text.contains("<strong>595.00 USD</strong> is still to be paid."))
        #expect(text.contains("REG-7"))
        #expect(!text.contains("Confirm my seat"))
    }

    @Test("the field for an ID, each answer to it, and the spelling of a name")
    func certificates() async throws {
        let institute = try await database.registrar.institute.set(TestDatabase.institute, by: .system)
        for answer in [VerifyView.Answer.nothingAsked, .mistyped("Mistyped."), .unknown, .unreadable("Cut off.")] {
            _ = try render("verify", VerifyView(answer, typed: "x\""))
        }
        let certificate = try await database.certificate()
        let outcomes: [CertificateCheck.Outcome] = [.valid, .invalid, .unavailable]
        for outcome in outcomes {
            let check = CertificateCheck(signature: outcome, log: .valid, key: "key", problem: nil)
            _ = try render("verify", VerifyView(.found(CertificateView(certificate, check, by: institute)), typed: ""))
        }
        let file = try HeldFile(reading: Array(try await database.files(of: certificate).jwt.utf8))
        let answer = try await database.registrar.certificates.verify(file, by: database.registrar.keys.ring())
        let check = CertificateCheck(signature: .valid, log: .pending, key: "key", problem: nil)
        let shown = CertificateView(certificate, check, by: institute)
        for certificate in [shown, nil] { _ = try render("file", FileView(answer, certificate, by: institute)) }
        let ids = try IDList([certificate.printedID, "x", "7K3M9QRT2WS"])
        let list = try await database.registrar.certificates.lookUp(ids)
        #expect(try render("list", ListView(list, by: institute)).contains("1 of 3 are valid today"))
        let (_, claims) = try await database.grantedCohort()
        let link = database.nameLink(of: claims[0])
        let name = try await database.registrar.certificates.name(link: link)
        #expect(try render("name", NameView(name, token: "t", trouble: "Trouble.", typed: "x")).contains("Trouble."))
        let confirmed = try await database.registrar.certificates.confirmName(link: link, typed: "Ada")
        #expect(
            try render("name", NameView(confirmed, token: "t", trouble: nil, typed: nil)).contains("You confirmed it.")
        )
    }

    @Test("results of every kind")
    func results() throws {
        let band = { AreaBand(area: "Intake \($0)", raw: 1, items: 2, band: $0) }
        let written = ScoreReport.Result(
            kind: .written,
            exam: "Written",
            attempt: 2,
            day: .now,
            passed: false,
            wasUnsafe: false,
            scaled: 420,
            areas: AreaBand.Band.allCases.map(band),
            rescoredAt: .now
        )
        let practical = ScoreReport.Result(
            kind: .practical,
            exam: "Practical",
            attempt: 1,
            day: .now,
            passed: false,
            wasUnsafe: true,
            scaled: nil,
            areas: [],
            rescoredAt: nil
        )
        let report = ScoreReport(program: "MES", zone: "America/New_York", results: [written, practical])
        let text = try render("results", ResultsView(report, token: "t"))
        #expect(text.contains("2nd attempt") && text.contains("420") && text.contains("cx=\"100\""))
        #expect(text.matches(of: /was judged unsafe/).count == 1)
        let none = ScoreReport(program: "MES", zone: "UTC", results: [])
        #expect(try render("results", ResultsView(none, token: "t")).contains("No exam of yours"))
    }

    @Test("the page of a candidate in every state that a requirement can be in, with and without a trouble")
    func progress() async throws {
        let (code, claims) = try await database.seatedCohort()
        let link = database.progressLink(of: claims[0])
        let brought = try BroughtEvidence(to: "case", file: .sample())
        _ = try await database.registrar.progress.submit(brought, link: link)
        try await database.say(ProgressEntry(.failed, "skills", skills: ["A-1"]), of: claims[0], in: code)
        try await database.say(ProgressEntry(.completed, "hours", minutes: 90), of: claims[0], in: code)
        try await database.say(ProgressEntry(.waived, "reading", note: "Read."), of: claims[0], in: code)
        let card = try ProgressEntry(.completed, "card", validUntil: CalendarDate("2031-01-31"))
        try await database.say(card, of: claims[0], in: code)
        let page = try await database.registrar.progress.open(link: link)
        let trouble = ProgressView.Trouble(.invalid("file", "Wrong file."), at: "case")
        for trouble in [nil, trouble] {
            let text = try render("progress", ProgressView(page, token: "token", trouble: trouble))
            #expect(text.contains("Wrong file.") == (trouble != nil))
            #expect(text.contains("Holds until January 31, 2031") && text.contains("90 of 300 minutes"))
            #expect(text.contains("Essay: everything before it is complete"))
        }
    }

    @Test("the renewal page before and after the end, with things brought, and with and without a trouble")
    func renewal() async throws {
        let certificate = try await database.certificate()
        try await database.force(
            "UPDATE certificate SET first_issued_at = '1998-05-01' WHERE id = \(certificate.id.rawValue)"
        )
        let link = try await database.renewalLink(of: certificate.id)
        try await database.earn(certificate.id, minutes: 90)
        _ = try await database.registrar.renewals.submit(database.draft(minutes: "60"), link: link)
        for days in [200.0, 30, -5, -100, -400] {
            try await database.moveClock(daysBefore: days, endOf: certificate.id)
            let page = try await database.registrar.renewals.open(link: link)
            for trouble in [nil, Refusal.invalid([.init("minutes", "Wrong minutes."), .init("file", "Wrong file.")])] {
                let view = RenewalView(page, token: "t", contact: "a@b.example", trouble: trouble, CreditTyped())
                let text = try render("renewal", view)
                #expect(text.contains("Wrong file.") == (trouble != nil), "\(days)")
            }
        }
    }

    @Test("a quote is escaped even when a combining mark follows it")
    func escaping() throws {
        let problem = Problem(status: .notFound, code: "x", detail: "\"\u{301} <\u{338} &\u{200D} \u{600}'")
        let text = try render("problem", ProblemView(problem, id: "id"))
        #expect(text.contains("&quot;\u{301} &lt;\u{338} &amp;\u{200D} \u{600}&#39;"))
    }
}
