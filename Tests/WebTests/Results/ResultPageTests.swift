import Domain
import HTTPTypes
import TestSupport
import Testing

@testable import Web

@Suite("A candidate's results", .database)
struct ResultPageTests {
    private var here: TestDatabase { .current }

    @Test("who failed reads the scaled score and bands in words, no points and nothing of an item")
    func failed() async throws {
        let form = try await here.sampleForm(keys: [1, 1, 1, 1], cut: 3)
        let (_, claims) = try await here.completedCohort()
        try await here.sitAndScore(form, claims[0], [1, 2, nil, nil])
        try await Visitor.visiting { visitor async throws in
            let page = try await visitor.get("/progress/\(here.progressLink(of: claims[0]))/results")
            #expect(page.status == 200 && page.isPage)
            #expect(page.text.contains("Not passed") && page.text.contains("<strong>300</strong>"))
            #expect(page.text.contains("below the standard") && page.text.contains("near the standard"))
            #expect(page.text.contains("MES written examination"))
            #expect(!page.text.contains("canary") && !page.text.contains("I-01") && !page.text.contains("scored again"))
            #expect(page.headers[.cacheControl] == "no-store" && page.headers[.referrerPolicy] == "no-referrer")
        }
    }

    @Test("who passed reads the scaled score alone; a rescored result says so")
    func passed() async throws {
        let form = try await here.sampleForm(keys: [1, 1, 1, 1], cut: 3)
        let (_, claims) = try await here.completedCohort()
        try await here.sitAndScore(form, claims[0], [1, 1, 1, nil])
        let link = here.progressLink(of: claims[0])
        try await Visitor.visiting { visitor in
            let page = try await visitor.get("/progress/\(link)/results")
            #expect(page.text.contains("<h2>Passed</h2>") && page.text.contains("<strong>500</strong>"))
            #expect(!page.text.contains("the standard") && !page.text.contains("scored again"))
        }
        let scores = here.registrar.scores
        let request = try RescoreRequest(form: form.name, keys: ["I-02=B"], reason: "Wrong source.")
        let plan = try await scores.planRescore(request, by: here.staff(.examiner))
        _ = try await scores.applyRescore(form: form.name, hash: plan.hash, by: here.staff(.decider))
        try await Visitor.visiting { visitor in
            let page = try await visitor.get("/progress/\(link)/results")
            #expect(page.text.contains("Not passed") && page.text.contains("scored again on"))
        }
    }

    @Test("without a result it says so; another link is not known")
    func none() async throws {
        let (_, claims) = try await here.completedCohort()
        try await Visitor.visiting { visitor in
            let page = try await visitor.get("/progress/\(here.progressLink(of: claims[0]))/results")
            #expect(page.status == 200 && page.text.contains("No exam of yours has a result yet."))
            for token in ["x", here.nameLink(of: claims[0]), here.link(.act, claims[0])] {
                #expect(try await visitor.get("/progress/\(token)/results").status == 404)
            }
        }
    }
}
