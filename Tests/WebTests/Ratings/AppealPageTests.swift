import Mustache
import Postgres
import TestSupport
import Testing

@testable import Domain
@testable import Web

@Suite("The page of an appeal", .database)
struct AppealPageTests {
    private var database: TestDatabase { .current }

    @Test(
        "who was denied reads the class of the reason and the time, appeals in their own words, and sees where it stands"
    )
    func story() async throws {
        let (code, claims) = try await database.completedCohort()
        try await database.decide(.proposed, code)
        try await database.decide(.denied, code)
        let path = "/appeals/\(database.link(.appeal, claims[0]))"
        try await Visitor.visiting { visitor in
            let page = try await visitor.get(path)
            #expect(page.text.contains("<h1>Appeal the decision</h1>"))
            #expect(page.text.contains("The reason: another reason"))
            #expect(!page.text.contains("All requirements are met."))
            let empty = try await visitor.post(path, form: ["words": " "])
            #expect(empty.status == 422)
            #expect(try await visitor.post(path, form: ["words": "My card was there."]).status == 303)
            let filed = try await visitor.get(path)
            #expect(filed.text.contains("<h1>We have your appeal</h1>") && !filed.text.contains("<form"))
            let again = try await visitor.post(path, form: ["words": "Please."])
            #expect(again.status == 409)
            let kim = try await database.member("kim", [.decider])
            _ = try await database.registrar.decisions.decideAppeal(of: claims[0], upheld: true, reason: "x", by: kim)
            #expect(try await visitor.get(path).text.contains("<h1>Your appeal was upheld</h1>"))
        }
    }

    @Test("after 30 days it says that it is too late, and whom to write to")
    func late() async throws {
        let (code, claims) = try await database.completedCohort()
        try await database.decide(.proposed, code)
        try await database.decide(.denied, code)
        try await database.shiftClock(by: .seconds(31 * 86_400))
        let path = "/appeals/\(database.link(.appeal, claims[0]))"
        try await Visitor.visiting { visitor in
            let page = try await visitor.get(path)
            #expect(page.text.contains("It could be appealed until") && !page.text.contains("<form"))
            #expect(try await visitor.post(path, form: ["words": "Please."]).status == 409)
        }
    }

    @Test("every tag of the template has its value")
    func tags() async throws {
        let (code, claims) = try await database.completedCohort()
        try await database.decide(.proposed, code)
        try await database.decide(.denied, code)
        let claim = claims[0]
        let appeal = try await database.service.read { try $0.appeal(of: claim) }
        let pages = try Pages()
        let institute = try await database.registrar.institute.current()
        let view = AppealView(appeal, token: "t", trouble: "Trouble.", typed: "\"")
        let notes = Strict.Notes()
        let sheet = Sheet(frame: Frame(title: "T", institute: institute, pages: pages), content: view)
        let text = try #require(pages.library.render(Strict(sheet, notes), withTemplate: "appeal"))
        #expect(notes.unknown.isEmpty && !text.contains("Optional("))
    }
}
