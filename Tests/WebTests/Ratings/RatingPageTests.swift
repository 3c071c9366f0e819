import HTTPTypes
import Mustache
import NIOCore
import Postgres
import TestSupport
import Testing

@testable import Domain
@testable import Web

@Suite("The rater's page", .database)
struct RatingPageTests {
    private var database: TestDatabase { .current }

    /// A candidate with two raters for today, and the path of maya's page.
    private func page() async throws -> (standing: PracticalStanding, path: String) {
        let (_, claims) = try await database.practicalCohort(["Ada Lovelace"])
        let standing = try await database.schedulePractical(claims[0])
        let task = try #require(standing.raters.first { $0.login == "maya" }).task
        let token = LinkToken(rating: task, generation: 1).text(sealedWith: TestDatabase.secrets.links)
        return (standing, "/ratings/\(token)")
    }

    private var codes: [String] { get throws { try PracticalFile.read(Practicals.samples)[0].criteria.map(\.code) } }

    private func post(_ visitor: Visitor, _ path: String, _ fields: [(String, String)]) async throws -> Heard {
        let text = fields.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
        return try await visitor.ask(
            .post,
            path,
            [.contentType: "application/x-www-form-urlencoded"],
            body: .init(string: text)
        )
    }

    @Test("shows one candidate by number, twelve criteria with their levels, and no name of anybody")
    func shown() async throws {
        let (standing, path) = try await page()
        try await Visitor.visiting { visitor in
            let page = try await visitor.get(path)
            #expect(page.status == 200)
            #expect(page.text.contains("<h1>Candidate \(standing.candidate)</h1>"))
            #expect(page.text.matches(of: /<fieldset/).count == 12)
            #expect(page.text.matches(of: /type="radio"/).count == 48)
            #expect(page.text.matches(of: /<legend>/).count == 12)
            #expect(page.text.contains("safely</span></label>"))
            for word in ["Lovelace", "Ada", "ada@", "sam"] { #expect(!page.text.contains(word), "\(word)") }
            #expect(page.headers[.cacheControl]?.contains("no-store") == true)
            #expect(!page.text.contains(" checked"))
        }
    }

    @Test("what is missing is named and linked, and what was typed stays")
    func missing() async throws {
        let (_, path) = try await page()
        try await Visitor.visiting { visitor in
            let page = try await post(
                visitor,
                path,
                [("level-vital-signs", "2"), ("level-role", "9"), ("note", "Calm %3Cb%3E")]
            )
            #expect(page.status == 422)
            #expect(page.text.contains("<title>Error: Candidate"))
            #expect(page.text.contains(#"id="criterion-1-2" name="level-vital-signs" value="2" required checked"#))
            #expect(page.text.contains("Calm &lt;b&gt;</textarea>"))
            #expect(page.text.contains(##"<a href="#criterion-2">Choose a level for"##))
            #expect(page.text.matches(of: /class="criterion wrong"/).count == 11)
            #expect(page.text.contains(#"aria-describedby="criterion-2-error""#))
        }
    }

    @Test("handed in it is final: the page says thank you and nothing else, and takes no second rating")
    func final() async throws {
        let (standing, path) = try await page()
        let fields = try codes.map { ("level-\($0)", "2") }
        try await Visitor.visiting { visitor in
            let answer = try await post(visitor, path, fields + [("note", "")])
            #expect(answer.status == 303)
            #expect(answer.headers[.location] == path)
            let page = try await visitor.get(path)
            #expect(page.text.contains("<h1>Thank you</h1>"))
            #expect(page.text.contains("\(standing.candidate)"))
            #expect(!page.text.contains("<form") && !page.text.contains("safely"))
            let again = try await post(visitor, path, fields)
            #expect(again.status == 409)
            #expect(again.text.contains("nobody rates twice"))
        }
    }

    @Test("the other rater's page shows nothing of what the first gave, before or after")
    func blind() async throws {
        let (standing, path) = try await page()
        let task = try #require(standing.raters.first { $0.login == "sam" }).task
        let sams = "/ratings/" + LinkToken(rating: task, generation: 1).text(sealedWith: TestDatabase.secrets.links)
        try await Visitor.visiting { visitor in
            let before = try await visitor.get(sams).text
            _ = try await post(visitor, path, try codes.map { ("level-\($0)", "3") })
            #expect(try await visitor.get(sams).text == before)
            _ = try await post(visitor, sams, try codes.map { ("level-\($0)", "2") })
            #expect(!(try await visitor.get(sams).text.contains("fluently")))
        }
    }

    @Test("before its day it says when it opens, after it that it is over; a link never issued is not known")
    func days() async throws {
        let (_, path) = try await page()
        try await database.force("UPDATE rating_task SET on_day = on_day + 1")
        try await Visitor.visiting { visitor in
            let early = try await visitor.get(path)
            #expect(early.text.contains("<h1>This opens on "))
            #expect(!early.text.contains("<form"))
            #expect(try await post(visitor, path, try codes.map { ("level-\($0)", "2") }).status == 409)
            try await database.force("UPDATE rating_task SET on_day = on_day - 2")
            #expect(try await visitor.get(path).status == 410)
            #expect(try await post(visitor, path, try codes.map { ("level-\($0)", "2") }).status == 410)
            #expect(try await visitor.get("/ratings/nonsense").status == 404)
            #expect(try await visitor.get(path.replacing("/ratings/", with: "/appeals/")).status == 404)
        }
    }

    @Test("of a practical that was called off, or moved, the old link says so, and is gone")
    func calledOff() async throws {
        let (standing, path) = try await page()
        let practicals = database.registrar.practicals
        let office = try await database.staff(.registrar)
        let today = try await database.today()
        let day = CalendarDate(daysSince1970: today.daysSince1970 + 7)
        let moved = try await practicals.move(standing.candidate, to: day, reason: "x", by: office)
        let task = try #require(moved.raters.first { $0.login == "maya" }).task
        let newer = "/ratings/" + LinkToken(rating: task, generation: 1).text(sealedWith: TestDatabase.secrets.links)
        let fields = try codes.map { ("level-\($0)", "2") }
        try await Visitor.visiting { visitor in
            let old = try await visitor.get(path)
            #expect(old.status == 410)
            #expect(old.text.contains("<h1>This practical is on another day</h1>"))
            #expect(old.text.contains(LocalClock.words(ofDay: "\(day)")) && !old.text.contains("<form"))
            #expect(try await visitor.get(newer).status == 200)
            _ = try await practicals.cancel(standing.candidate, because: .institute, reason: "Lost.", by: office)
            let off = try await visitor.get(newer)
            #expect(off.status == 410)
            #expect(off.text.contains("<h1>This practical was called off</h1>") && !off.text.contains("Lost."))
            for link in [path, newer] {
                let refused = try await post(visitor, link, fields)
                #expect(refused.status == 410)
            }
        }
    }

    @Test("every tag of the templates has its value")
    func tags() async throws {
        let (_, path) = try await page()
        let task = try await database.registrar.practicals.open(link: String(path.dropFirst("/ratings/".count)))
        let pages = try Pages()
        let institute = try await database.registrar.institute.current()
        for refusal in [nil, Refusal.invalid([.init("role", "Choose."), .init("note", "Long.")]), .unavailable] {
            let view = RatingView(task, token: "t", refusal, RatingView.Typed())
            let notes = Strict.Notes()
            let sheet = Sheet(frame: Frame(title: "T", institute: institute, pages: pages), content: view)
            let text = try #require(pages.library.render(Strict(sheet, notes), withTemplate: "rating"))
            #expect(notes.unknown.isEmpty && !text.contains("Optional("))
        }
    }
}
